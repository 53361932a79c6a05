//! Files of which it is known which are one text: our own pages, and articles composed by a rule, each with five reprints;
//! and pairs that look alike and are two.

use std::collections::BTreeMap;
use std::fs;

use renda::model::Page;
use renda::pipeline::extract_page;
use renda::resource::Lexicon;

use crate::generated::Chance;
use crate::support;

/// A file and the cluster it belongs to.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) cluster: String,
    pub(super) text: String,
}

/// A text before it is printed.
#[derive(Debug, Clone)]
struct Draft {
    title: String,
    body: String,
}

impl Draft {
    /// As a page: headline, a line of date and source, paragraphs.
    fn print(&self, chance: &mut Chance) -> String {
        let (year, month, day) = (2019 + chance.below(6), 1 + chance.below(12), 1 + chance.below(28));
        let paper =
            pick(chance, &["人民代表报", "民主法制时报", "西部晨讯", "江淮观察", "县域周刊", "南湖晚报"]);
        format!(
            "{}\n{year}-{month:02}-{day:02} 来源：{paper}\n\n{}\n",
            self.title,
            self.body.replace('\n', "\n\n")
        )
    }

    fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![String::new()];
        for c in self.body.chars() {
            if let Some(last) = sentences.last_mut() {
                last.push(c);
            }
            if matches!(c, '。' | '\n' | '！' | '？') {
                sentences.push(String::new());
            }
        }
        sentences.retain(|sentence| !sentence.trim().is_empty());
        sentences
    }
}

fn pick<'a>(chance: &mut Chance, of: &[&'a str]) -> &'a str {
    of[usize::try_from(chance.below(of.len() as u64)).unwrap()]
}

/// So many in a hundred.
fn often(chance: &mut Chance, percent: u64) -> bool {
    chance.below(100) < percent
}

/// All files of the part that is made here.
pub(super) fn generated() -> Vec<File> {
    let mut chance = Chance::new(6);
    let lexicon = Lexicon::load().unwrap();
    let mut bases = own(&lexicon);
    bases.truncate(66);
    while bases.len() < 133 {
        bases.push(composed(&mut chance));
    }
    let mut files = Vec::new();
    for (n, base) in bases.iter().enumerate() {
        let cluster = format!("{n:03}");
        let printed = [
            ("orig", base.print(&mut chance)),
            ("headline", headline(base, &mut chance).print(&mut chance)),
            ("excerpt", excerpt(base, &mut chance).print(&mut chance)),
            ("edited", edited(base, &mut chance).print(&mut chance)),
            ("ocr", misread(&base.print(&mut chance), &mut chance)),
            ("script", traditional(&headline(base, &mut chance).print(&mut chance))),
        ];
        for (kind, text) in printed {
            files.push(File { name: format!("{cluster}-{kind}.txt"), cluster: cluster.clone(), text });
        }
        // The same form of another region, and the report of another year: each is a text of its own.
        let others =
            [("twin", twin(&lexicon, base, &mut chance)), ("yearly", other_numbers(base, &mut chance))];
        for (kind, draft) in others {
            // Of a text with hardly a number there is no other year's: it would be the same text.
            if differing(&base.body, &draft.body) < 4 {
                continue;
            }
            let name = format!("{cluster}-{kind}.txt");
            files.push(File { cluster: name.clone(), name, text: draft.print(&mut chance) });
        }
    }
    for n in 0..20 {
        for (kind, draft) in ["a", "b"].into_iter().zip(one_event(&mut chance)) {
            let name = format!("event{n:02}-{kind}.txt");
            files.push(File { cluster: name.clone(), name, text: draft.print(&mut chance) });
        }
        for (kind, draft) in ["a", "b"].into_iter().zip(one_statute(&mut chance)) {
            let name = format!("statute{n:02}-{kind}.txt");
            files.push(File { cluster: name.clone(), name, text: draft.print(&mut chance) });
        }
    }
    files
}

/// The articles of our own pages that are long enough to be cut.
fn own(lexicon: &Lexicon) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for folder in ["tests/fixtures/pages/tuned", "tests/fixtures/pages/unseen", "data/articles"] {
        let mut paths: Vec<_> =
            fs::read_dir(support::root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
            let page = Page {
                name: "page.txt".to_owned(),
                text: fs::read_to_string(path).unwrap(),
                ..Page::default()
            };
            for (record, _) in extract_page(lexicon, &page).articles {
                let title = record.title.unwrap_or_else(|| "基层人大在行动".to_owned());
                if record.body.chars().count() >= 150 {
                    drafts.push(Draft { title, body: record.body });
                }
            }
        }
    }
    drafts
}

const HEADLINES: &[&str] = &[
    "代表在身边 民声有人听",
    "小站点里的大民主",
    "一线观察：人大工作这样做",
    "把监督落到实处",
    "民有所呼 我有所应",
    "用心履职见实效",
    "打通最后一公里",
    "基层治理的人大力量",
    "且看这里怎么干",
    "激活末梢 凝聚合力",
];

/// Another headline, and the line of a wire service at the head.
fn headline(base: &Draft, chance: &mut Chance) -> Draft {
    let wire =
        pick(chance, &["", "本报讯 ", "本报讯（记者 丁一舟）", "北疆通讯社6月3日电（记者柳青禾 季大川）"]);
    Draft { title: pick(chance, HEADLINES).to_owned(), body: format!("{wire}{}", base.body) }
}

/// A stretch of a quarter to a half.
fn excerpt(base: &Draft, chance: &mut Chance) -> Draft {
    let sentences = base.sentences();
    let length = base.body.chars().count();
    let wanted = (length * usize::try_from(25 + chance.below(30)).unwrap() / 100).max(90);
    let mut start = usize::try_from(chance.below(sentences.len() as u64)).unwrap();
    let count = |from: usize| sentences[from..].concat().chars().count();
    while start > 0 && count(start) < wanted {
        start -= 1;
    }
    let mut body = String::new();
    for sentence in &sentences[start..] {
        if body.chars().count() >= wanted {
            break;
        }
        body.push_str(sentence);
    }
    Draft { title: pick(chance, HEADLINES).to_owned(), body: body.trim().to_owned() }
}

/// Sentences left out, words changed, a note before and a paragraph behind.
fn edited(base: &Draft, chance: &mut Chance) -> Draft {
    let mut sentences = base.sentences();
    let most = sentences.len() / 4;
    for _ in 0..most {
        if sentences.len() > 4 {
            let at = usize::try_from(chance.below(sentences.len() as u64)).unwrap();
            sentences.remove(at);
        }
    }
    let mut body = sentences.concat();
    for (from, to) in [
        ("开展", "组织"),
        ("推动", "促进"),
        ("积极", "主动"),
        ("群众", "居民"),
        ("同时", "另外"),
        ("介绍", "说"),
        ("目前", "眼下"),
    ] {
        if often(chance, 60) {
            body = body.replace(from, to);
        }
    }
    if often(chance, 70) {
        let note = "编者按：人大工作离群众有多近，效果就有多实。本期选登一地的做法，供各地参考。";
        body = format!("{note}\n{}", body.trim());
    }
    if often(chance, 50) {
        body += "\n一位基层人大工作者读后认为，做法贵在坚持，关键是让群众看得见变化。";
    }
    let title = if often(chance, 50) { base.title.clone() } else { pick(chance, HEADLINES).to_owned() };
    Draft { title, body }
}

/// What a scanner makes of a page: misread, doubled and lost characters, lines that break anywhere.
fn misread(page: &str, chance: &mut Chance) -> String {
    let noise = 1 + chance.below(6);
    let (head, body) = page.split_once("\n\n").unwrap();
    let mut text = String::new();
    let mut column = 0;
    for c in body.chars() {
        let read = match c {
            '1' => 'l',
            '0' => 'O',
            '5' => 'S',
            '人' => '入',
            '大' => '太',
            '日' => '曰',
            '已' => '己',
            '未' => '末',
            '县' => '具',
            '票' => '栗',
            '士' => '土',
            '代' => '伐',
            '会' => '合',
            '民' => '氏',
            '表' => '衷',
            '，' => '、',
            '。' => '.',
            _ => '囗',
        };
        if c == '\n' {
            text.push(c);
            column = 0;
            continue;
        }
        if often(chance, noise) {
            text.push(read);
        } else {
            text.push(c);
            if often(chance, 2) {
                text.push(c);
            }
        }
        column += 1;
        if column == 24 {
            text.push('\n');
            column = 0;
        } else if often(chance, 1) {
            text.push(' ');
        }
    }
    format!("{head}\n\n{text}")
}

/// In traditional script, with the marks of Hong Kong.
fn traditional(page: &str) -> String {
    let mut table: BTreeMap<char, char> = BTreeMap::new();
    for line in fs::read_to_string(support::root().join("data/traditional.tsv")).unwrap().lines() {
        let mut fields = line.split('\t').filter_map(|field| field.chars().next());
        if let (Some(from), Some(to)) = (fields.next(), fields.next()) {
            table.entry(to).or_insert(from);
        }
    }
    let marks =
        BTreeMap::from([('“', '「'), ('”', '」'), ('（', '('), ('）', ')'), ('，', ','), ('％', '%')]);
    page.chars().map(|c| *table.get(&c).or_else(|| marks.get(&c)).unwrap_or(&c)).collect()
}

/// Each number another of as many digits; years stay, as two reports of a year have them.
fn other_numbers(base: &Draft, chance: &mut Chance) -> Draft {
    let characters: Vec<char> = base.body.chars().collect();
    let mut body = String::new();
    let mut at = 0;
    while at < characters.len() {
        let end =
            (at..characters.len()).find(|&i| !characters[i].is_ascii_digit()).unwrap_or(characters.len());
        let number: String = characters[at..end].iter().collect();
        if number.is_empty() {
            body.push(characters[at]);
            at += 1;
        } else if number.len() == 4 && number.starts_with("20") {
            body.push_str(&number);
            at = end;
        } else {
            let digits = number
                .chars()
                .map(|_| char::from_digit(1 + u32::try_from(chance.below(9)).unwrap(), 10).unwrap());
            body.extend(digits);
            at = end;
        }
    }
    Draft { title: base.title.clone(), body }
}

/// How many numbers of two texts differ.
fn differing(one: &str, other: &str) -> usize {
    let numbers = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect()
    };
    numbers(one).iter().zip(numbers(other)).filter(|(one, other)| *one != other).count()
}

const OTHER: &[&str] = &[
    "曲阳县",
    "凤台县",
    "上蔡县",
    "平遥县",
    "武冈市",
    "东港市",
    "涟水县",
    "盐边县",
    "灵璧县",
    "北流市",
    "古浪县",
    "罗田县",
];

/// The same sentences told of another region: other names, other numbers.
fn twin(lexicon: &Lexicon, base: &Draft, chance: &mut Chance) -> Draft {
    let mut body = other_numbers(base, chance).body;
    let folded = renda::text::Normalised::new(&body);
    let mut found: Vec<_> =
        lexicon.gazetteer.names.find(&folded.text).map(|(span, _)| folded.span(span)).collect();
    found.reverse();
    let mut renamed: BTreeMap<String, &str> = BTreeMap::new();
    for span in found {
        let name = span.of(&body).to_owned();
        let next = OTHER[renamed.len() % OTHER.len()];
        let other = *renamed.entry(name).or_insert(next);
        body.replace_range(span.start..span.end, other);
    }
    Draft { title: pick(chance, HEADLINES).to_owned(), body }
}

const PLACES: &[(&str, &str)] = &[
    ("河北省临西县", "临西县"),
    ("安徽省太湖县", "太湖县"),
    ("湖南省道县", "道县"),
    ("四川省青神县", "青神县"),
    ("甘肃省康乐县", "康乐县"),
    ("江西省崇仁县", "崇仁县"),
    ("山东省沂水县", "沂水县"),
    ("福建省清流县", "清流县"),
    ("贵州省湄潭县", "湄潭县"),
    ("陕西省洛川县", "洛川县"),
    ("河南省宁陵县", "宁陵县"),
    ("云南省景谷县", "景谷县"),
];

/// Sentences of a kind that everybody writes: `@` the county, `#` a number.
const SENTENCES: &[&str] = &[
    "近年来，@人大常委会紧扣中心大局，依法履行宪法法律赋予的职责，各项工作取得新的进展。",
    "走进@城关镇人大代表联络站，履职公示栏、接待日程表和民情台账一目了然。",
    "去年以来，@共建成代表联络站#个、联络点#个，把#名各级人大代表编入站点，每月开展接待活动。",
    "@在乡镇推行民生实事项目人大代表票决制，今年票决产生项目#个，总投资#万元。",
    "常委会对@优化营商环境情况开展专题询问，#名委员现场发问，#个部门负责人到场应答。",
    "围绕农村饮水安全，调研组走访了#个村庄，梳理出问题#条，形成交办清单转交县政府。",
    "老旧小区没有电梯，老人上下楼不便，代表牵头多次协商，最终#个单元装上了电梯。",
    "“代表提的意见有回音，我们办起来也有劲。”县住建局一位干部说。",
    "@人大常委会出台代表建议督办办法，对#件重点建议实行主任会议成员领衔督办。",
    "截至目前，全县代表建议办结率达到#%，满意率比上年提高#个百分点。",
    "在备案审查方面，@全年审查规范性文件#件，对其中#件提出修改意见。",
    "预算联网监督系统上线后，查询分析数据#万条，发现疑点#处，全部反馈财政部门核实。",
    "村民周大伯说，以前反映问题不知道找谁，现在一到接待日就往站里跑。",
    "常委会组织#名代表对养老服务条例实施情况进行执法检查，实地查看养老机构#家。",
    "@在街道设立人大代表议事会，每季度召开一次，去年共议定事项#件。",
    "代表小组沿着河道走了一上午，拍下排污口照片#张，当场与水务部门商量整改时限。",
    "下一步，@人大常委会将继续完善工作机制，推动基层人大工作再上新台阶。",
    "为把好事办好，@对票决项目实行月调度、季通报，#个项目已经完工。",
    "县人大常委会把人事任免与任后监督结合起来，对#名任命人员开展履职评议。",
    "夜市摊位挤占人行道，代表与城管、摊主坐到一起，商定了错时摆摊的办法。",
    "@还把代表履职情况记入电子档案，积分前#名的代表在人代会上作了交流。",
    "学校门口上下学时车流人流交织，代表建议增设了#处护学岗和#条斑马线。",
    "国有资产管理情况的综合报告首次提交@人大常委会审议，涉及资产总额#亿元。",
    "果农最怕雨季路烂，代表连着三年提修路建议，今年#公里产业路终于通车。",
];

fn filled(template: &str, place: (&str, &str), first: bool, chance: &mut Chance) -> String {
    let mut text = String::new();
    for c in template.chars() {
        match c {
            '@' => text.push_str(if first { place.0 } else { place.1 }),
            '#' => text += &(2 + chance.below(980)).to_string(),
            _ => text.push(c),
        }
    }
    text
}

fn place(chance: &mut Chance) -> (&'static str, &'static str) {
    PLACES[usize::try_from(chance.below(PLACES.len() as u64)).unwrap()]
}

/// Ten of the sentences above in some order: two such articles share four sentences that differ in names and numbers.
fn composed(chance: &mut Chance) -> Draft {
    let place = place(chance);
    let mut left: Vec<&str> = SENTENCES.to_vec();
    let mut body = String::new();
    for n in 0..10 {
        let template = left.remove(usize::try_from(chance.below(left.len() as u64)).unwrap());
        body += &filled(template, place, n == 0, chance);
        if n % 3 == 2 {
            body.push('\n');
        }
    }
    Draft { title: format!("{}：{}", place.1, pick(chance, HEADLINES)), body: body.trim().to_owned() }
}

/// Two reporters at one meeting: the same names, numbers and one quoted sentence, other words.
fn one_event(chance: &mut Chance) -> [Draft; 2] {
    let (full, short) = place(chance);
    let (day, people, topics) = (1 + chance.below(28), 20 + chance.below(40), 3 + chance.below(9));
    let said = "会议强调，要坚持党的领导、人民当家作主、依法治国有机统一，不断提高人大工作质量和水平，为全县高质量发展提供坚强的民主法治保障。";
    let one = format!(
        "9月{day}日，{full}人大常委会举行第十六次会议，常委会组成人员{people}人出席。会议听取了县政府关于农村公路养护的报告，审议议题{topics}项，\
         表决通过了关于加强代表建议办理的决定。{said}在分组审议中，委员们认为，养护经费不足的问题要尽快解决，建议县财政列入明年预算。"
    );
    let other = format!(
        "秋阳正好，{short}人大机关的会议室里座无虚席。9月{day}日召开的县人大常委会会议上，{people}名组成人员逐一翻看材料，{topics}个议题挨个过。\
         “路修好了没人管，三年又是坑。”来自山区的委员老何话音刚落，交通局局长就接过话筒作了说明。{said}散会时天色已晚，几位委员还在走廊里讨论。"
    );
    [one, other].map(|body| Draft { title: pick(chance, HEADLINES).to_owned(), body })
}

/// Two articles that quote one rule at length.
fn one_statute(chance: &mut Chance) -> [Draft; 2] {
    let rule = "第九条规定，代表联络站应当公开代表姓名、联系方式和接待时间，每月至少安排一次接待选民活动；第十条规定，代表收集的意见建议应当在五个工作日内登记，\
        由乡镇人大主席团分类转交有关单位，承办单位应当自收到之日起三十日内答复代表，并将办理结果向选民公开。";
    [composed(chance), composed(chance)].map(|mut draft| {
        draft.body = format!("{}\n{rule}", draft.body);
        draft
    })
}
