//! What `ledger.toml` says: the plan's frame, the offices, and the rules that offices may choose.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::light::{self, Lights};
use super::phase::{self, Phase};
use super::schema::{Key, NAMES, Shape, key};
use super::toml_value;
use super::typed_date;
use super::workday::Holidays;

/// The settings' file, whose folder is the ledger's.
pub const SETTINGS: &str = "ledger.toml";

/// The ledger's settings (台账设置).
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Settings {
    /// The ledger's name, at the head of every page.
    pub name: String,
    /// The unit that keeps it (编制单位).
    #[serde(default)]
    pub unit: String,
    /// The year whose folder new tasks go to, and which dates without a year mean.
    pub year: i32,
    /// 阶段, in the plan's order.
    #[serde(default, rename = "phase")]
    pub phases: Vec<Phase>,
    /// 重点任务, in the plan's order.
    #[serde(default, rename = "domain")]
    pub domains: Vec<Domain>,
    /// 科室 and units.
    #[serde(default, rename = "office")]
    pub offices: Vec<Office>,
    /// 领导小组, 工作专班, 专班办公室.
    #[serde(default, rename = "body")]
    pub bodies: Vec<Body>,
    /// Thresholds, words and signs of the lights.
    #[serde(default)]
    pub lights: Lights,
    /// What closing a task takes.
    #[serde(default)]
    pub closing: Closing,
    /// How the wall chart is drawn.
    #[serde(default)]
    pub board: BoardStyle,
    /// What the weekly status says of itself.
    #[serde(default)]
    pub report: Bulletin,
    /// How offices are chased.
    #[serde(default)]
    pub notice: Chasing,
    /// How offices are scored.
    #[serde(default)]
    pub score: Scoring,
    /// 节假日安排, by which working days are counted.
    #[serde(default, rename = "holiday")]
    pub holidays: Holidays,
    /// How spreadsheets are taken in.
    #[serde(default)]
    pub import: Importing,
    /// What the audit of the history lets pass.
    #[serde(default)]
    pub audit: Inspection,
    /// How changes are kept.
    #[serde(default)]
    pub git: Git,
}

/// Everything that the settings may say.
pub const KEYS: &[Key] = &[
    key("name", Shape::Text).required("name = \"清廉机关建设工作台账\""),
    key("unit", Shape::Text),
    key("year", Shape::Count).required("year = 2026"),
    key(
        "phase",
        Shape::Sections(&[
            NAME,
            key("start", Shape::Date),
            key("end", Shape::Date),
            key("extended", Shape::Sections(phase::EXTENDED)),
        ]),
    ),
    key("domain", Shape::Sections(&[NAME])),
    key("office", Shape::Sections(&[NAME, names("people")])),
    key("body", Shape::Sections(&[NAME, key("head", Shape::Text), names("members")])),
    key("lights", Shape::Section(light::KEYS)),
    key("closing", Shape::Section(&[key("review", Shape::Flag), key("evidence", Shape::Flag)])),
    key("board", Shape::Section(&[key("marks", Shape::Word(&["signs", "flags"]))])),
    key(
        "report",
        Shape::Section(&[
            key("name", Shape::Text),
            key("editor", Shape::Text),
            names("to"),
            names("cc"),
            key("copies", Shape::Count),
            key("first", Shape::Date),
        ]),
    ),
    key(
        "notice",
        Shape::Section(&[
            key("prefix", Shape::Text),
            key("issuer", Shape::Text),
            key("reply_days", Shape::Count),
        ]),
    ),
    key(
        "score",
        Shape::Section(&[
            key("on_time", Shape::Amount),
            key("late", Shape::Amount),
            key("overdue", Shape::Amount),
            key("returned", Shape::Amount),
            key("extended", Shape::Amount),
            key("late_extension", Shape::Amount),
        ]),
    ),
    key(
        "holiday",
        Shape::Sections(&[
            key("year", Shape::Count).required("year = 2027"),
            key("off", Shape::Days),
            key("work", Shape::Days),
        ]),
    ),
    key("import", Shape::Section(&[key("columns", Shape::TextsByKey)])),
    key(
        "audit",
        Shape::Section(&[
            key("backdate_days", Shape::Count),
            names("recorders"),
            key("signatures", Shape::Flag),
        ]),
    ),
    key("git", Shape::Section(&[key("commit", Shape::Flag)])),
];

/// How tasks speak of a section.
const NAME: Key = key("name", Shape::Text).required("name = \"名称\"");

const fn names(name: &'static str) -> Key {
    key(name, Shape::List).asking(NAMES)
}

impl Settings {
    /// The phase of this name.
    pub fn phase(&self, name: Option<&str>) -> Option<&Phase> {
        Phase::named(&self.phases, name)
    }

    /// What the words of a date typed today refer to.
    pub fn dates(&self, today: NaiveDate) -> typed_date::Context<'_> {
        typed_date::Context { today, year: self.year, holidays: &self.holidays }
    }

    /// Every person named in the settings, in their order, each once.
    pub fn people(&self) -> Vec<&str> {
        let staff = self.offices.iter().flat_map(|office| &office.people);
        let members = self.bodies.iter().flat_map(|body| body.head.iter().chain(&body.members));
        let mut people: Vec<&str> = Vec::new();
        for name in staff.chain(members) {
            if !people.contains(&name.as_str()) {
                people.push(name);
            }
        }
        people
    }
}

/// One field of work (重点任务).
#[derive(Debug, Clone, Deserialize)]
pub struct Domain {
    /// The name that tasks refer to.
    pub name: String,
}

/// An office (科室、单位) and its people.
#[derive(Debug, Clone, Deserialize)]
pub struct Office {
    /// The name that tasks refer to.
    pub name: String,
    /// Its staff.
    #[serde(default)]
    pub people: Vec<String>,
}

/// A body set up by the plan (领导小组、工作专班、专班办公室).
#[derive(Debug, Clone, Deserialize)]
pub struct Body {
    /// Its name.
    pub name: String,
    /// 组长、主任
    pub head: Option<String>,
    /// 成员
    #[serde(default)]
    pub members: Vec<String>,
}

/// What closing a task takes (办结与核销).
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Closing {
    /// Whether somebody else has to accept (核销) what the doer reports done.
    pub review: bool,
    /// Whether a task may be struck off only with 佐证材料.
    pub evidence: bool,
}

/// How the wall chart is drawn (挂图).
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct BoardStyle {
    /// What marks a deadline met or missed.
    pub marks: Marks,
}

/// What marks a deadline met or missed on the wall chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marks {
    /// ★ on the day a task was finished.
    #[default]
    Signs,
    /// 每完成一项，贴一面红旗；超出完成期限，贴一面黑旗.
    Flags,
}

/// What the weekly status (周报、月报) says of itself as a 简报.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Bulletin {
    /// 刊头, without 周报 or 月报; the ledger's name unless set.
    pub name: Option<String>,
    /// 编印单位; the ledger's unit unless set.
    pub editor: Option<String>,
    /// 报：…
    pub to: Vec<String>,
    /// 送：…
    pub cc: Vec<String>,
    /// 共印N份
    pub copies: Option<u32>,
    /// A day in the week or month of 第1期; unless set, issues are numbered as the weeks or months of their year.
    #[serde(deserialize_with = "toml_value::optional_date")]
    pub first: Option<NaiveDate>,
}

/// How offices are chased (督办).
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Chasing {
    /// The word before the year and the number: 督〔2026〕12号.
    pub prefix: String,
    /// Who issues notices (督办单位); the ledger's unit unless set.
    pub issuer: Option<String>,
    /// How many working days an office has to answer.
    pub reply_days: u32,
}

impl Default for Chasing {
    fn default() -> Self {
        Self { prefix: "督".to_owned(), issuer: None, reply_days: 3 }
    }
}

/// How offices are scored (督查考评): what share of its weight a task earns, and what is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default)]
pub struct Scoring {
    /// Percent earned by what was finished in time (按时办结); 100 unless set.
    pub on_time: f64,
    /// Percent earned by what was finished after its deadline (逾期办结); 60 unless set.
    pub late: f64,
    /// Percent earned by what is late and not finished (逾期未办结); 0 unless set.
    pub overdue: f64,
    /// Points taken off for each time work was sent back (退回); 2 unless set.
    pub returned: f64,
    /// Points taken off for each extension approved before the deadline (延期); 0 unless set.
    pub extended: f64,
    /// Points taken off for each extension approved after the deadline had passed (逾期后延期); 1 unless set.
    pub late_extension: f64,
}

impl Scoring {
    /// Whether nothing in it is negative, infinite or no number at all.
    pub fn is_sound(&self) -> bool {
        let Self { on_time, late, overdue, returned, extended, late_extension } = self;
        let all = [on_time, late, overdue, returned, extended, late_extension];
        all.iter().all(|number| number.is_finite() && **number >= 0.0)
    }
}

impl Default for Scoring {
    fn default() -> Self {
        Self { on_time: 100.0, late: 60.0, overdue: 0.0, returned: 2.0, extended: 0.0, late_extension: 1.0 }
    }
}

/// How spreadsheets are taken in (导入).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Importing {
    /// 表头对应: the title of a column, and the key of the field that it holds, as `import --map` was told once.
    pub columns: BTreeMap<String, String>,
}

/// What the audit of the history (审计) lets pass.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Inspection {
    /// How many working days an entry, or the day of finishing, may lie before the commit that keeps it: 3, or fewer.
    pub backdate_days: u32,
    /// Who records for all (录入人): what they keep of others' work is no work of their own.
    pub recorders: Vec<String>,
    /// Whether every commit has to be signed by who made it. Once the history has asked for it, it does so for good.
    pub signatures: bool,
}

impl Default for Inspection {
    fn default() -> Self {
        Self { backdate_days: 3, recorders: Vec::new(), signatures: false }
    }
}

/// How changes are kept.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default)]
pub struct Git {
    /// Whether every change makes one commit.
    pub commit: bool,
}

impl Default for Git {
    fn default() -> Self {
        Self { commit: true }
    }
}
