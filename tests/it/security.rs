//! `SECURITY.md` claims nothing that no test holds.

use std::fs;

use regex::Regex;

use crate::support;

#[test]
fn each_claim_names_a_test_that_exists() {
    let claims = fs::read_to_string(support::root().join("SECURITY.md")).unwrap();
    let named = Regex::new("`([a-z_]+)::([a-z_]+)`").unwrap();
    let mut count = 0;
    for test in named.captures_iter(&claims) {
        let file = support::root().join(format!("tests/it/{}.rs", &test[1]));
        let source = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let function = format!("fn {}(", &test[2]);
        assert!(source.contains(&function), "{} has no {function}", file.display());
        assert!(!source.contains("#[ignore"), "{} has tests that do not run", file.display());
        count += 1;
    }
    let bullets = claims.split("## What is not claimed").next().unwrap();
    for line in bullets.lines().filter(|line| line.starts_with("- ")) {
        assert!(named.is_match(line), "no test is named: {line}");
    }
    assert!(count > 15, "the names were not found");
}
