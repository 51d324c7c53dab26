//! How well `ledger draft` reads plans: each plan's expectations were written by hand, by reading the plan and not what the
//! program makes of it, and are compared kind by kind. Recall is how much of what the plan says was found; precision is how
//! much of what was drafted the plan really says.
//!
//! What counts as a task, in these expectations:
//!
//! 1. The smallest numbered item, unnumbered paragraph with a lead sentence, or row of a table that asks for something to be
//!    done is one task, however many sentences it has; a heading above items is a domain or a measure and no task.
//! 2. An item whose sentences have offices of their own, 某句。（甲负责）某句。（乙负责）, is a task for each; so is each item of
//!    a list that runs inside a paragraph, 一是…二是… or 1、…；2、…, where the paragraph has no tail that speaks for all or its
//!    items have days of their own.
//! 3. A duty that comes round (每月…, 每季度…, 年内至少…次) inside a longer item is a task of its own beside the item, and
//!    several that are listed together (每月一指导一谈心) are one each. Where the item says nothing else, it is that duty.
//! 4. 总体要求, 目标, 原则 and 组织保障 are no work, except what in them has an office, a deadline or a rhythm.
//! 5. Several deadlines in one item are one task with milestones, due on the last of them.
//! 6. 某月底取得成效并持续推进 is long-term with a milestone; 全年 is long-term or due on the last day of the year.
//! 7. What a careful reader could list or leave out is marked `may`: finding it is no mistake, and neither is missing it.
//!
//! A task is found when a drafted one begins on its line and has its words in the title. Phases, offices, days, rhythms are
//! then compared. Plans of our own lie beside their expectations. Real plans are not in the repository: they are looked for in
//! `LEDGER_PLANS`, else in `../shared/input` beside the checkout, and where one is missing their test is ignored.
//! `LEDGER_PLANS_BESIDES` names a folder of further expectations with their texts beside them: instead of any test, they are
//! scored and listed, item by item, without floors.

#![expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod drafted;
mod gold;
#[path = "../needs/mod.rs"]
mod needs;
mod score;
mod tally;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::drafted::draft;
use crate::gold::{Gold, read};
use crate::needs::{given, run};
use crate::score::score;
use crate::tally::{Kind, Score};

/// The least that a kind may fall to, in percent: what was measured when the plans were last read better, never less.
/// Where nobody judges what was drafted too much, such as titles, the precision is 0.
struct Floor {
    kind: Kind,
    recall: f64,
    precision: f64,
}

const fn floor(kind: Kind, recall: f64, precision: f64) -> Floor {
    Floor { kind, recall, precision }
}

/// For plans of our own.
const OURS: [Floor; 17] = [
    floor(Kind::Title, 100.0, 0.0),
    floor(Kind::Phases, 100.0, 100.0),
    floor(Kind::PhaseDates, 100.0, 100.0),
    floor(Kind::Domains, 100.0, 100.0),
    floor(Kind::Tasks, 98.0, 100.0),
    floor(Kind::Leads, 97.0, 100.0),
    floor(Kind::Supports, 100.0, 100.0),
    floor(Kind::Starts, 100.0, 0.0),
    floor(Kind::Dues, 95.0, 100.0),
    floor(Kind::LongTerm, 100.0, 100.0),
    floor(Kind::Rhythms, 100.0, 100.0),
    floor(Kind::Milestones, 100.0, 100.0),
    floor(Kind::InPhase, 100.0, 0.0),
    floor(Kind::Weights, 100.0, 100.0),
    floor(Kind::Tags, 100.0, 0.0),
    floor(Kind::People, 100.0, 0.0),
    floor(Kind::Warnings, 100.0, 0.0),
];

/// For real plans.
const REAL: [Floor; 15] = [
    floor(Kind::Title, 100.0, 0.0),
    floor(Kind::Phases, 100.0, 100.0),
    floor(Kind::Domains, 100.0, 100.0),
    floor(Kind::Tasks, 100.0, 100.0),
    floor(Kind::Leads, 100.0, 100.0),
    floor(Kind::Supports, 100.0, 100.0),
    floor(Kind::Starts, 100.0, 0.0),
    floor(Kind::Dues, 100.0, 100.0),
    floor(Kind::LongTerm, 100.0, 100.0),
    floor(Kind::Rhythms, 100.0, 100.0),
    floor(Kind::Milestones, 100.0, 100.0),
    floor(Kind::InPhase, 100.0, 0.0),
    floor(Kind::Weights, 100.0, 100.0),
    floor(Kind::Tags, 100.0, 0.0),
    floor(Kind::Warnings, 100.0, 0.0),
];

#[expect(clippy::print_stdout, reason = "the scores are what was asked for")]
fn main() -> ExitCode {
    if let Some(texts) = folder("LEDGER_PLANS_BESIDES") {
        let plans = Plans { golds: read(&texts), texts };
        println!("{}", plans.scored().0);
        return ExitCode::SUCCESS;
    }
    run(vec![given(|| Ok(ours()), plans_of_our_own_are_read), given(real, real_plans_are_read)])
}

fn plans_of_our_own_are_read(plans: &Plans) {
    assert!(plans.golds.len() >= 8, "计划不见了");
    plans.hold(&OURS);
}

fn real_plans_are_read(plans: &Plans) {
    plans.hold(&REAL);
}

/// Expectations, and the folder that their plans are in.
struct Plans {
    golds: Vec<Gold>,
    texts: PathBuf,
}

fn ours() -> Plans {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    Plans { golds: read(&texts).into_iter().filter(|gold| !gold.real).collect(), texts }
}

/// The real plans, where all of them are there.
fn real() -> Result<Plans, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = folder("LEDGER_PLANS").unwrap_or_else(|| here.join("../shared/input"));
    let golds: Vec<Gold> = read(&here.join("tests/plans")).into_iter().filter(|gold| gold.real).collect();
    match golds.iter().find(|gold| !texts.join(&gold.text).is_file()) {
        Some(gold) => Err(format!("no {} in {}", gold.text.display(), texts.display())),
        None => Ok(Plans { golds, texts }),
    }
}

#[expect(clippy::disallowed_methods, reason = "the plans are wherever their reader keeps them")]
fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

impl Plans {
    #[track_caller]
    fn hold(&self, floors: &[Floor]) {
        self.expect_their_words();
        let (tables, total) = self.scored();
        for floor in floors {
            let tally = total.of(floor.kind);
            let rates =
                [("召回", tally.recall(), floor.recall), ("准确", tally.precision(), floor.precision)];
            for (what, rate, least) in rates {
                let rate = rate.unwrap_or(100.0);
                let kind = floor.kind.name();
                assert!(rate >= least, "{tables}\n{kind}的{what}率是 {rate:.1} %，低于 {least} %");
            }
        }
    }

    /// An expectation with a slip of the pen would make the program look worse than it is.
    #[track_caller]
    fn expect_their_words(&self) {
        for gold in &self.golds {
            let text = fs::read_to_string(self.texts.join(&gold.text)).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            let slips: Vec<String> = gold
                .says()
                .filter(|(at, words)| !lines.get(at - 1).is_some_and(|line| words.are_in(line)))
                .map(|(at, words)| format!("第 {at} 行没有“{}”", words.first()))
                .collect();
            assert!(slips.is_empty(), "{}：{slips:?}", gold.file.display());
        }
    }

    /// The plans scored one by one, as a table each, and together.
    fn scored(&self) -> (String, Score) {
        let (mut tables, mut total) = (Vec::new(), Score::default());
        for gold in &self.golds {
            let one = score(gold, &draft(&self.texts.join(&gold.text)));
            let name = gold.file.file_stem().unwrap().to_string_lossy();
            tables.push(format!("{}{}", one.table(&name), one.mistakes.join("\n")));
            total.add(&one);
        }
        tables.push(total.table("合计"));
        (tables.join("\n"), total)
    }
}
