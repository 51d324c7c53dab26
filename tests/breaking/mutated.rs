//! Files that make no sense: honest ones, changed by chance. Whatever comes of it, the program neither panics nor hangs.

use std::time::Duration;

use crate::desk::{Desk, ended};
use crate::figures::{Figures, each, is_long, nothing_of};
use crate::hostile::judged;
use crate::random::Random;

/// Every key there is, so that a change hits any of them.
const TASK: &str = r#"# 手写的说明
title    = "组织开展警示教育"
content  = """年内至少组织开展一次，
撰写心得体会。"""
kind     = "risk"
level    = "高"
domain   = "清廉纪律建设"
phase    = "集中建设"
lead     = "综合科"
support  = ["招商科", "机关党委"]
leader   = "王敏"
owner    = "李强"
start    = 2026-04-01
due      = 2026-09-30
due_text = "9月底前"
repeat   = { every = "month", times = 2, day = 25, from = 2026-04-01, until = 2026-12-31 }
weight   = 5
parent   = "2026-001"
tags     = ["六个一"]
public   = true
status   = "doing"
progress = 60

[[log]]
date = 2026-05-07
by   = "李强"
kind = "done"
text = "已拟定方案"
period = "2026-05"
evidence = ["evidence/2026-002/方案.txt"]

[[log]]
date = 2026-05-08
by = "赵蕾"
kind = "extend"
from = 2026-09-30
to = 2026-10-31
period = "2026-09"
approved_by = "王敏"
"#;

const SETTINGS: &str = r#"name = "清廉机关建设工作台账"
unit = "某局"
year = 2026

[[phase]]
name = "部署推进"
end  = 2026-03-31
[[phase]]
name  = "集中建设"
start = 2026-04-01
end   = 2026-11-30

[[domain]]
name = "清廉纪律建设"
[[office]]
name = "综合科"
people = ["李强", "赵蕾"]
[[body]]
name = "工作专班"
head = "王敏"
members = ["李强", "赵蕾"]

[lights]
soon_days = 7
behind = { yellow = 10, red = 30 }
[closing]
review = true
[report]
editor = "工作专班办公室"
to = ["局领导"]
copies = 15
first = 2026-01-05
[notice]
prefix = "督"
reply_days = 3
[[holiday]]
year = 2027
off = ["1月1日至3日"]
work = ["5月8日"]
[score]
on_time = 100
late = 60
[audit]
backdate_days = 3
[git]
commit = true
"#;

const TEMPLATE: &str = r#"name = "投资项目管理"
[[task]]
title = "{name}立项"
due = "+10工作日"
lead = "综合科"
[[task]]
title = "{name}验收"
due = "年底"
after = "{name}立项"
"#;

/// What comes in the place of something else: what each reader of a value is most easily wrong about.
const ODD: [&str; 24] = [
    "",
    "\"",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "[",
    "]]",
    "{",
    "}",
    "=",
    "\n",
    "'''",
    "-1",
    "0",
    "9223372036854775807",
    "1e400",
    "nan",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-W53",
    "true",
    "两万五千字",
    "😀",
];

const COMMANDS: [&[&str]; 6] = [
    &["list", "--all", "--format", "json"],
    &["check"],
    &["notice"],
    &["show", "2"],
    &["report"],
    &["add", "--template", "投资", "--name", "甲", "--dry-run"],
];

pub(crate) fn no_file_makes_it_panic_or_hang(base: &Desk) {
    base.write("templates/投资.toml", TEMPLATE);
    let files = [("tasks/2026/002.toml", TASK), ("ledger.toml", SETTINGS), ("templates/投资.toml", TEMPLATE)];
    let failures: Vec<String> = files
        .iter()
        .flat_map(|(file, text)| {
            let seeds = (0..if is_long() { 1000 } else { 8 }).collect::<Vec<u64>>();
            let tries = each(&seeds, |&seed| {
                let desk = base.copy();
                desk.write(file, mutated(text.as_bytes(), seed));
                let words = COMMANDS[usize::try_from(seed).unwrap() % COMMANDS.len()];
                [&["check"][..], words].map(|words| {
                    let said = ended(desk.ledger(words), Duration::from_secs(20));
                    let came_to = if said.code == 0 { "read" } else { "refused" };
                    (came_to, format!("seed {seed}, {}", words.join(" ")), judged(&said))
                })
            });
            let mut figures = Figures::default();
            for (came_to, what, wrong) in tries.into_iter().flatten() {
                figures.count(came_to, &what, &wrong);
            }
            figures.written_down(&format!("mutated | {file}"))
        })
        .collect();
    nothing_of(&failures);
}

/// A text with a few things in it cut out, put in, doubled, or changed.
fn mutated(text: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::seeded(seed);
    let mut text = text.to_vec();
    for _ in 0..=random.below(2) {
        let from = random.below(text.len());
        let until = (from + random.below(12)).min(text.len());
        match random.below(8) {
            // Half of them change a value and nothing else: what cannot even be parsed is soon refused.
            0..4 => {
                let Some(equals) = text[from..].iter().position(|letter| *letter == b'=') else { continue };
                let value = from + equals + 1;
                let line =
                    text[value..].iter().position(|letter| *letter == b'\n').unwrap_or(text.len() - value);
                let odd = random.one_of(&ODD);
                let odd = if random.below(2) == 0 { format!(" \"{odd}\"") } else { format!(" {odd}") };
                text.splice(value..value + line, odd.bytes());
            }
            4 => drop(text.drain(from..until)),
            5 => drop(text.splice(from..from, random.one_of(&ODD).bytes())),
            6 => drop(text.splice(from..until, random.one_of(&ODD).bytes())),
            7 if random.below(2) == 0 => {
                let piece = text[from..until].repeat(random.below(40));
                text.splice(from..from, piece);
            }
            _ => text[from] ^= 1 << random.below(8),
        }
        if text.is_empty() {
            break;
        }
    }
    text
}
