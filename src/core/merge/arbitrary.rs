//! Task tables as anybody might have left them, and two people's changes to one of them, for tests.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use toml::{Table, Value};

/// The keys, and what they may hold; few enough that two people often touch the same one.
const KEYS: [(&str, &[&str]); 14] = [
    ("title", &["'甲'", "'乙'"]),
    ("content", &["'一行'", "\"两行\\n# 不是注释\"", "''"]),
    ("lead", &["'综合科'", "'工会'"]),
    ("support", &["[]", "['综合科']", "['综合科', '工会']"]),
    ("due", &["2026-09-30", "2026-10-31"]),
    ("repeat", &["{ every = 'month', times = 1 }", "{ every = 'week', times = 1, until = 2026-12-31 }"]),
    ("weight", &["2.5", "3"]),
    ("status", &["'todo'", "'doing'", "'blocked'", "'review'", "'done'", "'cancelled'", "'void'", "'挂起'"]),
    ("progress", &["0", "30", "60", "100"]),
    ("done_on", &["2026-05-10", "2026-05-11"]),
    ("note", &["nan", "[1, [2]]", "{}", "'text'"]),
    (
        "自定",
        &[
            "{ a = 1 }",
            "{ a = 2, b = { c = 1 } }",
            "{ b = { c = 2, d = 3 } }",
            "1",
            "{ a = 1, e = [{ f = 1 }] }",
        ],
    ),
    ("x.y", &["{ 'z.w' = 1 }", "{ 'z.w' = 2, v = 07:30:00 }", "[{ a = 1 }, { b = 2 }]"]),
    ("log", &["'见附件'", "[]"]),
];

const KINDS: [&str; 3] = ["note", "extend", "done"];

/// What one person does to a table.
#[derive(Debug, Clone)]
enum Step {
    Set(usize, usize),
    Remove(usize),
    Append(usize),
    Insert(usize, usize),
    Forget(usize),
    Swap(usize),
}

/// A version both began from, where there was one, and what two people made of it.
#[derive(Debug, Clone)]
pub(crate) struct Versions {
    pub(crate) base: Option<Table>,
    pub(crate) ours: Table,
    pub(crate) theirs: Table,
}

pub(crate) fn versions() -> impl Strategy<Value = Versions> {
    let steps = |most| prop::collection::vec(step(), 0..most);
    (prop::bool::weighted(0.9), steps(14), steps(6), steps(6)).prop_map(|(has_base, base, ours, theirs)| {
        let base = changed(&"title = '甲'".parse().unwrap(), &base);
        let (ours, theirs) = (changed(&base, &ours), changed(&base, &theirs));
        Versions { base: has_base.then_some(base), ours, theirs }
    })
}

fn step() -> impl Strategy<Value = Step> {
    let (key, any) = (0..KEYS.len(), 0..60_usize);
    prop_oneof![
        // A log that is none is rare.
        8 => (0..KEYS.len() - 1, any.clone()).prop_map(|(key, value)| Step::Set(key, value)),
        1 => (key.clone(), any.clone()).prop_map(|(key, value)| Step::Set(key, value % 7)),
        2 => key.prop_map(Step::Remove),
        8 => any.clone().prop_map(Step::Append),
        2 => (any.clone(), any.clone()).prop_map(|(at, entry)| Step::Insert(at, entry)),
        2 => any.clone().prop_map(Step::Forget),
        1 => any.prop_map(Step::Swap),
    ]
}

fn changed(table: &Table, steps: &[Step]) -> Table {
    let mut table = table.clone();
    for step in steps {
        match *step {
            Step::Set(key, value) => {
                let (key, values) = KEYS[key];
                table.insert(key.to_owned(), values[value % values.len()].parse().unwrap());
            }
            Step::Remove(key) => {
                table.remove(KEYS[key].0);
            }
            _ => {
                let log = table.entry("log").or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(log) = log {
                    keep_log(log, step);
                }
            }
        }
    }
    table
}

fn keep_log(log: &mut Vec<Value>, step: &Step) {
    match *step {
        Step::Append(what) => log.push(entry(what)),
        Step::Insert(at, what) => log.insert(at % (log.len() + 1), entry(what)),
        Step::Forget(at) if !log.is_empty() => {
            log.remove(at % log.len());
        }
        Step::Swap(at) if log.len() > 1 => {
            let at = at % (log.len() - 1);
            log.swap(at, at + 1);
        }
        _ => {}
    }
}

/// One of sixty entries, a few of which nobody dated.
fn entry(what: usize) -> Value {
    let (day, kind, by) = (10 + what % 5, KINDS[what / 5 % 3], what / 15);
    let date = if what == 59 { String::new() } else { format!("date = 2026-05-{day}, ") };
    let extra = if by == 3 { ", 'extra' = { a = [1] }" } else { "" };
    let extra = if kind == "extend" { format!("{extra}, to = 2026-06-1{by}") } else { extra.to_owned() };
    format!("{{ {date}kind = '{kind}', by = '{by}'{extra} }}").parse().unwrap()
}

/// Holds `test` against many cases, the same in every run.
#[track_caller]
pub(crate) fn each_case<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value) -> TestCaseResult) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    if let Err(error) = TestRunner::new_with_rng(config, rng).run(strategy, test) {
        panic!("{error}");
    }
}
