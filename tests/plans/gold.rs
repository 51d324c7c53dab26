//! What a plan says, as a person who read it wrote it down.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Deserialize;
use toml::value::Datetime;

/// A plan's expectations: one file of `tests/plans/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gold {
    /// The plan's file: beside this one, or in the folder of real plans.
    pub(crate) text: PathBuf,
    /// Whether it is a real plan, which is not in the repository.
    #[serde(default)]
    pub(crate) real: bool,
    /// A part of the plan's title.
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) phases: Vec<GoldPhase>,
    #[serde(default)]
    pub(crate) domains: Vec<GoldDomain>,
    #[serde(default)]
    pub(crate) tasks: Vec<GoldTask>,
    /// The lines that a person should be told to look at.
    #[serde(default)]
    pub(crate) warnings: Vec<usize>,
    /// Units that may be named although no task is theirs by a label.
    #[serde(default)]
    pub(crate) units: Vec<String>,
    /// The tasks are not all written down: what was drafted besides them is not judged.
    #[serde(default)]
    pub(crate) loose: bool,
    /// Kinds, by their names in the table, in which this plan cannot be judged.
    #[serde(default)]
    pub(crate) unscored: Vec<String>,
    /// Where this file itself stands.
    #[serde(skip)]
    pub(crate) file: PathBuf,
}

/// A phase: where its heading stands, a part of its name, and its days where the plan tells them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoldPhase {
    pub(crate) at: usize,
    pub(crate) says: Words,
    #[serde(default, deserialize_with = "date")]
    pub(crate) start: Option<NaiveDate>,
    #[serde(default, deserialize_with = "date")]
    pub(crate) end: Option<NaiveDate>,
    /// A careful reader could do without it.
    #[serde(default)]
    pub(crate) may: bool,
}

/// A field of work.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoldDomain {
    pub(crate) at: usize,
    pub(crate) says: Words,
    #[serde(default)]
    pub(crate) may: bool,
}

/// A task: the line it begins on, a part of its title, and what the plan says of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoldTask {
    pub(crate) at: usize,
    pub(crate) says: Words,
    #[serde(default)]
    pub(crate) may: bool,
    pub(crate) lead: Option<String>,
    #[serde(default)]
    pub(crate) support: Vec<String>,
    #[serde(default, deserialize_with = "date")]
    pub(crate) start: Option<NaiveDate>,
    #[serde(default, deserialize_with = "date")]
    pub(crate) due: Option<NaiveDate>,
    /// 长期; with `due` as well, either will do, as with 全年.
    #[serde(default)]
    pub(crate) long: bool,
    pub(crate) every: Option<String>,
    pub(crate) times: Option<u32>,
    /// Several deadlines.
    #[serde(default, deserialize_with = "dates")]
    pub(crate) by: Vec<NaiveDate>,
    pub(crate) phase: Option<String>,
    pub(crate) weight: Option<f64>,
    pub(crate) tag: Option<String>,
    pub(crate) leader: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) standard: Option<String>,
}

impl Gold {
    /// Everything that is expected somewhere: the line, and the words.
    pub(crate) fn says(&self) -> impl Iterator<Item = (usize, &Words)> {
        let phases = self.phases.iter().map(|phase| (phase.at, &phase.says));
        let domains = self.domains.iter().map(|domain| (domain.at, &domain.says));
        phases.chain(domains).chain(self.tasks.iter().map(|task| (task.at, &task.says)))
    }
}

/// A part of a name or title, or several of which one will do.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Words {
    One(String),
    AnyOf(Vec<String>),
}

impl Default for Words {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl Words {
    /// Whether a text says one of them.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        let text = folded(text);
        match self {
            Self::One(word) => text.contains(&folded(word)),
            Self::AnyOf(words) => words.iter().any(|word| text.contains(&folded(word))),
        }
    }

    /// The first of them, to name the thing by.
    pub(crate) fn first(&self) -> &str {
        match self {
            Self::One(word) => word,
            Self::AnyOf(words) => words.first().map_or("", String::as_str),
        }
    }
}

/// Reads every expectation of a folder, in the order of the names.
pub(crate) fn read(folder: &Path) -> Vec<Gold> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let gold = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            Gold { file, ..gold }
        })
        .collect()
}

/// A text without what differs between two ways to type the same: widths of punctuation, kinds of quotes, blanks.
pub(crate) fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '‘' | '’'))
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '，' => ',',
            '：' => ':',
            '；' => ';',
            c => c,
        })
        .collect()
}

fn date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    Ok(Some(day(&Datetime::deserialize(from)?)))
}

fn dates<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<NaiveDate>, D::Error> {
    Ok(Vec::<Datetime>::deserialize(from)?.iter().map(day).collect())
}

fn day(date: &Datetime) -> NaiveDate {
    date.to_string().parse().unwrap()
}
