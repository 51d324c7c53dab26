//! Merging two versions of a file of the ledger. Of a task: our text with what the other side changed, as it wrote it.

use anyhow::{Result, anyhow, bail};
use toml::Table as Values;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Key, Table, TableLike, Value};

use super::SETTINGS;
use super::edit::{insert_at, text, unset};
use super::read::{parse_settings, parse_task};
use super::syntax::syntax;
use super::text::{Dressed, decode};
use crate::core::entry::LOG;
use crate::core::id::TaskId;
use crate::core::merge::{Conflict, Lines, Plan, Side, is_same, join_lines, plan};
use crate::core::signers::{self, SIGNERS};

/// Where evidence lies: pictures and papers, of which one stands whole.
const EVIDENCE: &str = "evidence/";

/// What comes of two versions.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedText {
    /// The file, without any marks in it.
    pub bytes: Vec<u8>,
    /// What nobody has settled; the file has our side's meanwhile.
    pub conflicts: Vec<Conflict>,
}

/// Merges `ours` and `theirs`, which grew out of `base` where both sides knew the file: a task key by key, evidence not at all,
/// who may sign line by line whatever stands beside it, anything else line by line. `choose` settles conflicts, or leaves them. `file` is its path, seen from the ledger's folder.
pub fn merge_file(
    file: &str,
    base: Option<&[u8]>,
    ours: &[u8],
    theirs: &[u8],
    choose: &mut dyn FnMut(&Conflict) -> Option<Side>,
) -> Result<MergedText> {
    if TaskId::of_path(file).is_some() {
        return merge_texts(file, base, ours, theirs, choose);
    }
    let favouring = |side: Side| {
        if file == SIGNERS {
            let [base, ours, theirs] = [base.unwrap_or_default(), ours, theirs].map(String::from_utf8_lossy);
            let bytes = signers::joined(&base, &ours, &theirs).into_bytes();
            return Lines { bytes, is_contested: false };
        }
        let whole = if side == Side::Ours { ours } else { theirs };
        if file.starts_with(EVIDENCE) {
            return Lines { bytes: whole.to_owned(), is_contested: true };
        }
        let joined = join_lines(base, ours, theirs, side);
        // Settings joined line by line may contradict themselves.
        let reads = file != SETTINGS || parse_settings(&joined.bytes).is_ok();
        if reads { joined } else { Lines { bytes: whole.to_owned(), is_contested: true } }
    };
    let Lines { bytes, is_contested } = favouring(Side::Ours);
    let conflict = Conflict::of_the_file();
    Ok(match is_contested.then(|| choose(&conflict)) {
        None => MergedText { bytes, conflicts: Vec::new() },
        Some(None) => MergedText { bytes, conflicts: vec![conflict] },
        Some(Some(side)) => MergedText { bytes: favouring(side).bytes, conflicts: Vec::new() },
    })
}

/// Merges two versions of a task's file, wherever it lies. `file` is the name that errors give.
///
/// The comments, the order, the line endings and the byte order mark are ours; what the other side changed comes as it is
/// written there.
pub fn merge_texts(
    file: &str,
    base: Option<&[u8]>,
    ours: &[u8],
    theirs: &[u8],
    choose: &mut dyn FnMut(&Conflict) -> Option<Side>,
) -> Result<MergedText> {
    let whole = |bytes: &[u8]| Ok(MergedText { bytes: bytes.to_owned(), conflicts: Vec::new() });
    if ours == theirs || base == Some(theirs) {
        return whole(ours);
    }
    if base == Some(ours) {
        return whole(theirs);
    }
    let base = base.map(|base| Version::read(file, "共同的上一版", base)).transpose()?;
    let our = Version::read(file, Side::Ours.label(), ours)?;
    let their = Version::read(file, Side::Theirs.label(), theirs)?;

    let plan = plan(base.as_ref().map(|base| &base.values), &our.values, &their.values, choose);
    let mut document = our.document;
    adopt(&mut document, &their.document, &plan);
    let text = document.to_string();
    let bytes = our.dressed.dress(&text).into_bytes();

    // Nobody looks at a merge that asks nothing: it has to be right.
    let is_right = |read: Values| is_same(&read, &plan.merged(&our.values, &their.values));
    let is_task = |bytes: &[u8]| parse_task(TaskId::default(), file, bytes).is_ok();
    let was_task = is_task(ours) && is_task(theirs);
    if !text.parse().is_ok_and(is_right) || was_task && !is_task(&bytes) {
        bail!("{file} 两边的写法差得太多，合并不了；请打开文件，对照两边的内容手工改好");
    }
    Ok(MergedText { bytes, conflicts: plan.conflicts })
}

/// One version of a file.
struct Version {
    dressed: Dressed,
    values: Values,
    document: DocumentMut,
}

impl Version {
    fn read(file: &str, whose: &str, bytes: &[u8]) -> Result<Self> {
        let refused = |problem| anyhow!("{whose}的 {problem}；改好、存入后再合并");
        decode(file, bytes).map_err(refused)?;
        let dressed = Dressed::undress(&String::from_utf8_lossy(bytes));
        let values =
            toml::from_str(&dressed.text).map_err(|error| refused(syntax(file, &dressed.text, &error)))?;
        let document = dressed.text.parse().map_err(|error| anyhow!("{whose}的 {file} 改不了：{error}"))?;
        Ok(Self { dressed, values, document })
    }
}

/// Makes of our document the one that `plan` wants.
fn adopt(ours: &mut DocumentMut, theirs: &DocumentMut, plan: &Plan) {
    for decision in plan.decisions.iter().filter(|decision| decision.side == Side::Theirs) {
        let Some((key, inside)) = decision.path.split_last() else { continue };
        let ours = inside.iter().try_fold(ours.as_item_mut(), |item, key| item.get_mut(key));
        let theirs = inside.iter().try_fold(theirs.as_item(), |item, key| item.get(key));
        let Some(theirs) = theirs.and_then(Item::as_table_like) else { continue };
        match ours {
            Some(Item::Table(table)) => adopt_key(table, theirs, key),
            Some(Item::Value(Value::InlineTable(table))) => match theirs.get(key).map(as_plain_value) {
                Some(Some(value)) => drop(table.insert(key, value)),
                _ => drop(table.remove(key)),
            },
            _ => {}
        }
    }
    if let Some(picks) = &plan.log {
        adopt_log(ours.as_table_mut(), theirs.as_table(), picks);
    }
}

/// Sets a key as the other side has it, or takes it away where it has none.
fn adopt_key(table: &mut Table, theirs: &dyn TableLike, key: &str) {
    let Some((written, item)) = theirs.get_key_value(key) else { return unset(table, key) };
    if let (Some(Item::Value(old)), Item::Value(new)) = (table.get_mut(key), item) {
        replace(old, new.clone());
        if let Some(mut ours) = table.key_mut(key) {
            let above = text(written.leaf_decor().prefix());
            if above.contains('#') && !text(ours.leaf_decor().prefix()).contains('#') {
                ours.leaf_decor_mut().set_prefix(above);
            }
        }
        return;
    }
    let mut item = item.clone();
    unplace(&mut item);
    let is_section = match &item {
        Item::Table(section) => !section.is_dotted(),
        Item::ArrayOfTables(_) => true,
        _ => false,
    };
    // `a.b = 1` has no header that a section could stand under.
    let mut written = written.clone();
    if table.is_dotted() && is_section {
        item = as_plain_value(&item).map_or(Item::None, Item::Value);
        written = Key::new(key);
    }
    let stood = table.iter().position(|(other, _)| other == key);
    let at = match stood {
        Some(at) => {
            table.remove(key);
            at
        }
        None => place_like(table, theirs, key),
    };
    insert_at(table, &written, item, at);
}

/// Behind the key that it stands behind on the other side, or the nearest one before that.
fn place_like(table: &Table, theirs: &dyn TableLike, key: &str) -> usize {
    let before: Vec<&str> = theirs.iter().map(|(other, _)| other).take_while(|other| *other != key).collect();
    let place = |key: &&str| table.iter().position(|(other, _)| other == *key);
    before.iter().rev().find_map(place).map_or(0, |after| after + 1)
}

/// A new value in the place of an old one; a comment behind the old one stays, unless the new one brings its own.
fn replace(old: &mut Value, mut new: Value) {
    let behind = text(new.decor().suffix());
    *new.decor_mut() = old.decor().clone();
    if behind.contains('#') {
        new.decor_mut().set_suffix(behind);
    }
    *old = new;
}

/// The log entry by entry, each as the side that has it wrote it.
fn adopt_log(ours: &mut Table, theirs: &Table, picks: &[(Side, usize)]) {
    if picks.is_empty() {
        return unset(ours, LOG);
    }
    let theirs_log = theirs.get(LOG);
    if let Some(Item::Value(Value::Array(list))) = ours.get_mut(LOG)
        && !list.is_empty()
    {
        // Somebody wrote the log as one list; it stays one.
        return adopt_list(list, theirs_log, picks);
    }
    let ours_log = ours.get(LOG).and_then(Item::as_array_of_tables);
    // All in one place, so that their order in the file is the order of the log.
    let place = ours_log.and_then(|log| log.iter().filter_map(Table::position).min());
    let mut log = ArrayOfTables::new();
    for (side, at) in picks {
        let entry = match side {
            Side::Ours => ours_log.and_then(|log| log.get(*at)).cloned(),
            Side::Theirs => theirs_log.and_then(|log| section(log, *at)),
        };
        let Some(mut entry) = entry else { continue };
        unplace_table(&mut entry);
        entry.set_position(place);
        log.push(entry);
    }
    let log = Item::ArrayOfTables(log);
    match ours.get_mut(LOG) {
        Some(old) if old.is_array_of_tables() => *old = log,
        _ => {
            ours.remove(LOG);
            let at = place_like(ours, theirs, LOG);
            insert_at(ours, &Key::new(LOG), log, at);
        }
    }
}

/// An entry as a section, however its log is written.
fn section(log: &Item, at: usize) -> Option<Table> {
    match log {
        Item::ArrayOfTables(log) => log.get(at).cloned(),
        other => {
            let mut section = other.as_array()?.get(at)?.as_inline_table()?.clone().into_table();
            section.decor_mut().set_prefix("\n");
            Some(section)
        }
    }
}

fn adopt_list(list: &mut Array, theirs: Option<&Item>, picks: &[(Side, usize)]) {
    let ours: Vec<Value> = list.iter().cloned().collect();
    let usual = ours.last().map(|entry| text(entry.decor().prefix())).unwrap_or_default();
    list.clear();
    for (nth, (side, at)) in picks.iter().enumerate() {
        let entry = match side {
            Side::Ours => ours.get(*at).cloned(),
            Side::Theirs => theirs.and_then(|log| log.get(*at)).and_then(as_plain_value).map(|mut entry| {
                entry.decor_mut().set_prefix(if nth > 0 && usual.is_empty() { " " } else { &usual });
                entry
            }),
        };
        if let Some(entry) = entry {
            list.push_formatted(entry);
        }
    }
}

/// A value that fits into a line, without what stood around it.
fn as_plain_value(item: &Item) -> Option<Value> {
    let mut value = item.clone().into_value().ok()?;
    value.decor_mut().clear();
    Some(value)
}

/// Forgets where in its own file a section stood: it goes where its key goes.
fn unplace(item: &mut Item) {
    match item {
        Item::Table(table) => unplace_table(table),
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(unplace_table),
        _ => {}
    }
}

fn unplace_table(table: &mut Table) {
    table.set_position(None);
    table.iter_mut().for_each(|(_, item)| unplace(item));
}

#[cfg(test)]
mod tests;
