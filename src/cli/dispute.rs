//! What two people changed, and not alike (两边不一致): shown with who and when, and settled by choosing.

use anyhow::{Result, anyhow, bail};
use inquire::Select;

use super::ui::tell;
use crate::core::file_text::file_text;
use crate::core::id::TaskId;
use crate::core::merge::{Conflict, Side};
use crate::core::revision::Revision;
use crate::core::text::one_line;
use crate::history::{Contested, Meeting, Repository};
use crate::store::{MergedText, NewFile, merge_file};

/// How much of a text is shown.
const SHOWN: usize = 60;

/// One thing that both sides changed, and not alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dispute {
    path: String,
    /// The key of a task's file; empty for any other file.
    key: String,
    /// What it is called: `2026-014 开展清廉家风活动　完成标准`.
    name: String,
    ours: Said,
    theirs: Said,
}

/// What one side says.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    words: String,
    by: Option<Revision>,
}

/// How disputes are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// Not at all: they are shown, and nothing is done.
    Refuse,
    /// One side is right in everything.
    Take(Side),
    /// Each by itself.
    Ask,
}

impl Said {
    fn told(&self) -> String {
        let by = self.by.as_ref().map(|by| format!("（{} {}）", by.author(), by.day)).unwrap_or_default();
        format!("{}{by}", self.words)
    }
}

impl Dispute {
    fn told(&self) -> String {
        let [ours, theirs] = [(Side::Ours, &self.ours), (Side::Theirs, &self.theirs)]
            .map(|(side, said)| format!("  {}：{}", side.label(), said.told()));
        format!("{}\n{ours}\n{theirs}", self.name)
    }

    /// What the history keeps of the choice.
    pub(super) fn settled(&self, side: Side) -> String {
        let (taken, left) = match side {
            Side::Ours => (&self.ours, &self.theirs),
            Side::Theirs => (&self.theirs, &self.ours),
        };
        format!("{}：采用{}，舍去{}", self.name, taken.told(), left.told())
    }

    /// Whether it is about this.
    fn is_of(&self, path: &str, conflict: &Conflict) -> bool {
        self.path == path && self.key == conflict.key
    }
}

/// What comes of the files that both sides changed.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// The files, made one.
    pub(super) files: Vec<NewFile>,
    /// What nobody has chosen yet.
    pub(super) disputes: Vec<Dispute>,
    /// What one side removed and the other one went on with: it stays, and a sentence says so.
    pub(super) kept: Vec<String>,
}

/// The files that both sides changed, made one, with what was chosen.
pub(super) fn joined(
    repository: &Repository,
    meeting: &Meeting,
    chosen: &[(Dispute, Side)],
) -> Result<Joined> {
    let Joined { mut files, mut disputes, mut kept } = Joined::default();
    for file in &meeting.contested {
        let bytes = match (&file.ours, &file.theirs) {
            // Somebody removed what somebody else went on with: nothing is lost.
            (None, still) | (still, None) => {
                kept.push(still_there(repository, meeting, file)?);
                still.clone()
            }
            (Some(ours), Some(theirs)) => {
                let mut choose = |conflict: &Conflict| {
                    let is_meant = |(dispute, _): &&(Dispute, Side)| dispute.is_of(&file.path, conflict);
                    chosen.iter().find(is_meant).map(|(_, side)| *side)
                };
                let MergedText { bytes, conflicts } =
                    merge_file(&file.path, file.base.as_deref(), ours, theirs, &mut choose)?;
                for conflict in &conflicts {
                    disputes.push(dispute(repository, meeting, file, conflict)?);
                }
                Some(bytes)
            }
        };
        files.extend(file.was.clone().map(|was| (was, None)));
        files.push((file.path.clone(), bytes));
    }
    Ok(Joined { files, disputes, kept })
}

/// `2026-014 开展清廉家风活动：对方（李强 2026-06-30）删去了，本地（赵蕾 2026-06-30）又改过，留着`
fn still_there(repository: &Repository, meeting: &Meeting, file: &Contested) -> Result<String> {
    let by = |side: Side| -> Result<String> {
        let by = repository.last_to_change(meeting, side, &file.path, None)?;
        let by = by.map(|by| format!("（{} {}）", by.author(), by.day)).unwrap_or_default();
        Ok(format!("{}{by}", side.label()))
    };
    let (gone, still) = match file.ours {
        None => (by(Side::Ours)?, by(Side::Theirs)?),
        Some(_) => (by(Side::Theirs)?, by(Side::Ours)?),
    };
    let what = name_of(file);
    Ok(format!("{what}：{gone}删去了，{still}又改过，留着没有删"))
}

/// `2026-014 开展清廉家风活动`, or the path of what is no task.
fn name_of(file: &Contested) -> String {
    let Some(id) = TaskId::of_path(&file.path) else { return file.path.clone() };
    let title = file.ours.as_deref().or(file.theirs.as_deref()).and_then(title_of).unwrap_or_default();
    format!("{id} {title}").trim_end().to_owned()
}

/// A conflict, with who wrote what.
fn dispute(
    repository: &Repository,
    meeting: &Meeting,
    file: &Contested,
    conflict: &Conflict,
) -> Result<Dispute> {
    let key = conflict.key.split('.').next().filter(|key| !key.is_empty());
    let said = |side: Side, bytes: &Option<Vec<u8>>| -> Result<Said> {
        let words = match conflict.words(side) {
            _ if key.is_none() => new_lines(file.base.as_deref(), bytes.as_deref()),
            Some(words) => format!("“{}”", one_line(&words, SHOWN)),
            None if conflict.base.is_some() => "删去了".to_owned(),
            None => "没有写".to_owned(),
        };
        // An extension says itself who and when; another entry may have come since.
        let by = if conflict.is_of_extensions() {
            None
        } else {
            repository.last_to_change(meeting, side, &file.path, key)?
        };
        Ok(Said { words, by })
    };
    Ok(Dispute {
        path: file.path.clone(),
        key: conflict.key.clone(),
        name: format!("{}　{}", name_of(file), conflict.label()),
        ours: said(Side::Ours, &file.ours)?,
        theirs: said(Side::Theirs, &file.theirs)?,
    })
}

/// The lines that a side wrote, in one; a file that is no text is only itself.
fn new_lines(base: Option<&[u8]>, side: Option<&[u8]>) -> String {
    let text = |bytes: Option<&[u8]>| std::str::from_utf8(bytes.unwrap_or_default()).map(ToOwned::to_owned);
    let (Ok(base), Ok(side)) = (text(base), text(side)) else { return "换了一个文件".to_owned() };
    let known: Vec<&str> = base.lines().map(str::trim).collect();
    let new = side.lines().map(str::trim).filter(|line| !line.is_empty() && !known.contains(line));
    let new = new.collect::<Vec<_>>().join(" / ");
    if new.is_empty() { "删去了一些行".to_owned() } else { format!("“{}”", one_line(&new, SHOWN)) }
}

fn title_of(bytes: &[u8]) -> Option<String> {
    let table: toml::Table = toml::from_str(file_text(bytes).ok()?).ok()?;
    Some(one_line(table.get("title")?.as_str()?, SHOWN))
}

/// Settles disputes, or says what they are and refuses.
pub(super) fn settle(disputes: Vec<Dispute>, policy: Policy) -> Result<Vec<(Dispute, Side)>> {
    match policy {
        _ if disputes.is_empty() => Ok(Vec::new()),
        Policy::Take(side) => Ok(disputes.into_iter().map(|dispute| (dispute, side)).collect()),
        Policy::Ask => {
            disputes.into_iter().map(|dispute| ask(&dispute).map(|side| (dispute, side))).collect()
        }
        Policy::Refuse => {
            for dispute in &disputes {
                dispute.told().lines().for_each(tell);
            }
            bail!(
                "有 {} 处两边改得不一样，没有合并，也没有送出，本地的修改都在；请逐处选：ledger sync --ask，\
                 或一律用本地的：--ours，一律用对方的：--theirs",
                disputes.len()
            )
        }
    }
}

fn ask(dispute: &Dispute) -> Result<Side> {
    let options = [Side::Ours, Side::Theirs].map(|side| {
        let said = if side == Side::Ours { &dispute.ours } else { &dispute.theirs };
        format!("{}：{}", side.label(), said.told())
    });
    let prompt = format!("{}：", dispute.name);
    let picked =
        Select::new(&prompt, options.to_vec()).with_help_message("↑↓ 选，回车定，Esc 不合并").raw_prompt();
    match picked {
        Ok(picked) if picked.index == 0 => Ok(Side::Ours),
        Ok(_) => Ok(Side::Theirs),
        Err(_) => Err(anyhow!("已取消，没有合并，也没有送出，本地的修改都在")),
    }
}
