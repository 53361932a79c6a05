//! Workers: what kills one, what it costs the others, and that nothing broken looks whole.

use std::thread;
use std::time::{Duration, Instant};

use renda::query::foreign::{Asked, Refusal, RefusalKind};
use renda::worker::{Cancel, Fault, Launch, Part, Pool, Room};

use crate::sample;

/// Pairs of pairs of pairs of triples, none of which is read from the store: no token of the engine stops it.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { VALUES ?x { 0 1 2 3 4 5 6 7 8 9 } VALUES ?y { 0 1 2 3 4 5 6 7 8 9 } \
    ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";

fn launch(generation: u64) -> Launch {
    let arguments = ["worker", "query", "--store"].map(Into::into).into_iter();
    let rest = ["--generation", &generation.to_string(), "--memory", "2000000000"].map(Into::into);
    Launch {
        program: env!("CARGO_BIN_EXE_renda").into(),
        arguments: arguments.chain([sample::store().into()]).chain(rest).collect(),
    }
}

fn pool(workers: usize, spares: usize, queue: usize) -> Pool {
    let pool = Pool::start(launch(1), Room { workers, spares, queue }).unwrap();
    pool.ready(Duration::from_mins(1)).unwrap();
    pool
}

fn request(sparql: &str) -> Vec<u8> {
    let asked = Asked {
        sparql: sparql.to_owned(),
        rows: Some("text/csv".to_owned()),
        graph: Some("text/turtle".to_owned()),
        ..Asked::default()
    };
    serde_json::to_vec(&asked).unwrap()
}

fn ask(pool: &Pool, sparql: &str, time: Duration) -> Result<(String, String), Fault> {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let answer = pool.run(&request(sparql), time, &Cancel::default())?;
    answer.collect(1 << 20).map(|(head, body)| (text(head), text(body)))
}

/// The question that is asked after each attack, and its answer.
fn is_well(pool: &Pool) {
    let (head, body) = ask(pool, "SELECT (1 + 1 AS ?two) {}", Duration::from_secs(20)).unwrap();
    assert_eq!((head.as_str(), body.as_str()), ("text/csv; charset=utf-8", "two\r\n2\r\n"));
}

#[test]
fn queries_are_answered_or_refused() {
    let pool = pool(1, 0, 4);
    is_well(&pool);
    let Err(Fault::Refused(why)) = ask(&pool, "SELECT", Duration::from_secs(20)) else { panic!() };
    let why: Refusal = serde_json::from_slice(&why).unwrap();
    assert_eq!(why.kind, RefusalKind::Syntax);
    is_well(&pool);
    assert_eq!(pool.load().started, 1, "neither ends a worker");
}

#[test]
fn a_worker_is_killed_at_the_deadline_and_a_spare_stands_in() {
    let pool = pool(1, 1, 4);
    for _ in 0..2 {
        let start = Instant::now();
        assert_eq!(ask(&pool, ENDLESS, Duration::from_millis(500)), Err(Fault::TimedOut));
        let took = start.elapsed();
        assert!(took >= Duration::from_millis(500) && took < Duration::from_secs(5), "{took:?}");
        is_well(&pool);
    }
}

#[test]
fn depth_and_memory_cost_no_more_than_a_worker() {
    let pool = pool(1, 1, 4);
    for (open, close) in [("(", ")"), ("{", "}"), ("!", ""), ("1+", "")] {
        let deep = (64 << 10) / (open.len() + close.len()) - 20;
        let inner =
            format!("{}{}{}", open.repeat(deep), if open == "{" { "" } else { "1" }, close.repeat(deep));
        let query = if open == "{" { format!("ASK {inner}") } else { format!("ASK {{ FILTER({inner}) }}") };
        let answer = ask(&pool, &query, Duration::from_secs(20));
        assert!(matches!(answer, Ok(_) | Err(Fault::TimedOut | Fault::Refused(_))), "{open}: {answer:?}");
    }
    let doubled = (1..40).fold("BIND('words' AS ?x0)".to_owned(), |text, n| {
        format!("{text} BIND(CONCAT(?x{before}, ?x{before}) AS ?x{n})", before = n - 1)
    });
    let bomb = format!("SELECT (STRLEN(?x39) AS ?n) {{ {doubled} }}");
    let fault = ask(&pool, &bomb, Duration::from_secs(20)).unwrap_err();
    assert_eq!(fault, Fault::Died { signal: Some(6) });
    is_well(&pool);
}

#[test]
fn what_is_cancelled_or_left_is_killed() {
    let pool = pool(1, 1, 4);
    let cancel = Cancel::default();
    let canceller = cancel.clone();
    let later = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        canceller.cancel();
    });
    let start = Instant::now();
    let answer = pool.run(&request(ENDLESS), Duration::from_mins(1), &cancel);
    assert_eq!(answer.unwrap().collect(1 << 20), Err(Fault::Cancelled));
    later.join().unwrap();
    let Err(fault) = pool.run(&request(ENDLESS), Duration::from_mins(1), &cancel) else { panic!() };
    assert_eq!(fault, Fault::Cancelled, "before it began");
    is_well(&pool);

    let flood = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let mut answer = pool.run(&request(flood), Duration::from_mins(1), &Cancel::default()).unwrap();
    assert!(matches!(answer.part().unwrap(), Part::Head(_)));
    assert!(matches!(answer.part().unwrap(), Part::Chunk(_)));
    drop(answer);
    is_well(&pool);
    assert!(start.elapsed() < Duration::from_secs(50));
}

#[test]
fn a_full_queue_turns_away_at_once_and_a_broken_answer_is_never_whole() {
    let pool = pool(1, 0, 0);
    let answer = pool.run(&request(ENDLESS), Duration::from_secs(2), &Cancel::default()).unwrap();
    let start = Instant::now();
    assert_eq!(ask(&pool, "ASK {}", Duration::from_secs(20)), Err(Fault::Busy));
    assert!(start.elapsed() < Duration::from_secs(1));
    assert_eq!(answer.collect(1 << 20), Err(Fault::TimedOut));

    let flood = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let mut pieces = 0;
    pool.ready(Duration::from_mins(1)).unwrap();
    let mut answer = pool.run(&request(flood), Duration::from_secs(5), &Cancel::default()).unwrap();
    let end = loop {
        match answer.part() {
            Ok(Part::End) => panic!("the answer would be longer than a disk"),
            Ok(_) => pieces += 1,
            Err(fault) => break fault,
        }
    };
    assert!(pieces > 1 && end == Fault::TimedOut, "{pieces} {end}");
}

/// Of those who wait one is woken for each worker that comes back; none is forgotten, also where others leave the queue.
#[test]
fn who_waits_is_not_forgotten() {
    let pool = pool(2, 1, 64);
    thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| (0..20).for_each(|_| is_well(&pool)));
        }
        for wait in 0..4 {
            let cancel = Cancel::default();
            let token = cancel.clone();
            let pool = &pool;
            scope.spawn(move || drop(pool.run(&request("ASK {}"), Duration::from_secs(20), &token)));
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(wait));
                cancel.cancel();
            });
        }
    });
    assert_eq!((pool.load().running, pool.load().waiting), (0, 0));
}

#[test]
fn what_cannot_be_started_is_told() {
    let room = Room { workers: 1, spares: 0, queue: 1 };
    let nothing = Launch { program: "/nowhere/renda".into(), arguments: Vec::new() };
    for launch in [nothing, launch(77)] {
        let pool = Pool::start(launch, room).unwrap();
        assert!(matches!(pool.ready(Duration::from_mins(1)), Err(Fault::Absent(_))));
        assert!(matches!(ask(&pool, "ASK {}", Duration::from_mins(1)), Err(Fault::Absent(_) | Fault::Busy)));
    }
}
