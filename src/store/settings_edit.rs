//! Adding to `ledger.toml` as a good guest: phases and their extensions, fields of work, the titles of an office's columns.

use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use super::apply::NewFile;
use super::syntax::document;
use super::text::{Dressed, decode};
use super::{SETTINGS, Store};
use crate::core::change::Addition;
use crate::core::phase::PhaseExtension;
use crate::core::toml_value::datetime;

impl Store {
    /// The settings with these additions, proved to read back.
    pub(super) fn enlarged(&self, additions: &[Addition]) -> Result<NewFile> {
        let bytes = self.bytes(SETTINGS)?;
        decode(SETTINGS, &bytes)?;
        let bytes = enlarged(&String::from_utf8_lossy(&bytes), additions)?.into_bytes();
        self.parse_settings(&bytes)?;
        Ok((SETTINGS.to_owned(), Some(bytes)))
    }
}

fn enlarged(raw: &str, additions: &[Addition]) -> Result<String> {
    let dressed = Dressed::undress(raw);
    let mut document = document(SETTINGS, &dressed.text)?;
    for addition in additions {
        match addition {
            Addition::Phase(phase) => {
                let mut section = named(&phase.name);
                for (key, day) in [("start", phase.start), ("end", phase.end)] {
                    if let Some(day) = day {
                        section.insert(key, Item::Value(datetime(day).into()));
                    }
                }
                append(&mut document, "phase", section)?;
            }
            Addition::Extension { phase, extension } => extend(&mut document, phase, extension)?,
            Addition::Domain(name) => append(&mut document, "domain", named(name))?,
            Addition::Column { title, key } => column(&mut document, title, key)?,
        }
    }
    Ok(dressed.dress(&document.to_string()))
}

fn named(name: &str) -> Table {
    let mut section = Table::new();
    section.insert("name", Item::Value(name.into()));
    section.decor_mut().set_prefix("\n");
    section
}

/// A section behind those of its kind; the first one behind everything.
fn append(document: &mut DocumentMut, key: &str, mut section: Table) -> Result<()> {
    let sections = document.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let sections = sections
        .as_array_of_tables_mut()
        .ok_or_else(|| anyhow!("{SETTINGS} 里的 {key} 不是 [[{key}]] 的形式，请改正后再试"))?;
    // Sections are written in the order of their positions: this one stands right behind the last of its kind.
    section.set_position(sections.iter().filter_map(Table::position).max());
    sections.push(section);
    Ok(())
}

/// Moves the end of a phase, where it stands, and writes down behind the phase how.
fn extend(document: &mut DocumentMut, phase: &str, extension: &PhaseExtension) -> Result<()> {
    let wrong = |what: &str| anyhow!("{SETTINGS} 里的 {what} 不是 [[{what}]] 的形式，请改正后再试");
    let phases = document.get_mut("phase").and_then(Item::as_array_of_tables_mut);
    let phases = phases.ok_or_else(|| wrong("phase"))?;
    let named = |section: &&mut Table| section.get("name").and_then(Item::as_str) == Some(phase);
    let section = phases.iter_mut().find(named).ok_or_else(|| anyhow!("{SETTINGS} 里没有阶段“{phase}”"))?;
    let mut end: Value = datetime(extension.to).into();
    if let Some(old) = section.get("end").and_then(Item::as_value) {
        *end.decor_mut() = old.decor().clone();
    }
    match section.get_mut("end") {
        Some(old) => *old = Item::Value(end),
        None => drop(section.insert("end", Item::Value(end))),
    }
    let entries = section.entry("extended").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let entries = entries.as_array_of_tables_mut().ok_or_else(|| wrong("phase.extended"))?;
    let mut entry = Table::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            entry.insert(key, Item::Value(value));
        }
    };
    let day = |day: NaiveDate| Value::from(datetime(day));
    put("date", Some(day(extension.date)));
    put("by", extension.by.as_deref().map(Value::from));
    put("from", Some(day(extension.from)));
    put("to", Some(day(extension.to)));
    put("approved_by", extension.approved_by.as_deref().map(Value::from));
    put("approved_on", extension.approved_on.map(day));
    put("reason", extension.reason.as_deref().map(Value::from));
    entries.push(entry);
    Ok(())
}

fn column(document: &mut DocumentMut, title: &str, key: &str) -> Result<()> {
    let wrong = || anyhow!("{SETTINGS} 里的 import 不是 [import.columns] 的形式，请改正后再试");
    let import = document.entry("import").or_insert_with(|| {
        let mut section = Table::new();
        section.set_implicit(true);
        Item::Table(section)
    });
    let import = import.as_table_like_mut().ok_or_else(wrong)?;
    let columns = import.entry("columns").or_insert_with(|| {
        let mut section = Table::new();
        section.decor_mut().set_prefix("\n# 导入表格时，表头对应的栏目\n");
        Item::Table(section)
    });
    columns.as_table_like_mut().ok_or_else(wrong)?.insert(title, Item::Value(Value::from(key)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::phase::Phase;

    #[test]
    fn what_is_added_stands_with_its_kind_and_the_rest_stays() {
        let raw = "name = \"甲\"   # 台账\r\nyear = 2026\r\n\r\n[[phase]]\r\nname = \"一\"\r\n\r\n# 灯\r\n[lights]\r\nsoon_days = 5\r\n";
        let phase = Phase { name: "二".to_owned(), end: "2026-06-30".parse().ok(), ..Phase::default() };
        let column = Addition::Column { title: "工作事项".to_owned(), key: "title".to_owned() };
        let additions = [Addition::Phase(phase), Addition::Domain("思想".to_owned()), column];
        assert_eq!(
            enlarged(raw, &additions).unwrap(),
            "name = \"甲\"   # 台账\r\nyear = 2026\r\n\r\n[[phase]]\r\nname = \"一\"\r\n\r\n[[phase]]\r\nname = \"二\"\r\nend = 2026-06-30\r\n\r\n\
             # 灯\r\n[lights]\r\nsoon_days = 5\r\n\r\n[[domain]]\r\nname = \"思想\"\r\n\r\n\
             # 导入表格时，表头对应的栏目\r\n[import.columns]\r\n\"工作事项\" = \"title\"\r\n"
        );
    }

    #[test]
    fn a_phase_is_extended_where_it_stands() {
        let raw = "year = 2026\n[[phase]]\nname = \"一\"\nend  = 2026-03-31\n# 第二段\n[[phase]]\nname = \"二\"\nstart = 2026-04-01\n\
                   end   = 2026-11-30   # 年底\n\"备注\" = 1\n\n[[phase]]\nname = \"三\"\n\n[lights]\nsoon_days = 5\n";
        let extension = |date: &str, from: &str, to: &str| Addition::Extension {
            phase: "二".to_owned(),
            extension: PhaseExtension {
                date: date.parse().unwrap(),
                by: Some("李强".to_owned()),
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                approved_by: Some("王敏".to_owned()),
                approved_on: None,
                reason: Some("汛期".to_owned()),
            },
        };
        let entry = |date: &str, from: &str, to: &str| {
            format!(
                "[[phase.extended]]\ndate = {date}\nby = \"李强\"\nfrom = {from}\nto = {to}\napproved_by = \"王敏\"\nreason = \"汛期\"\n"
            )
        };
        let first = ("2026-06-30", "2026-11-30", "2026-12-15");
        let once = enlarged(raw, &[extension(first.0, first.1, first.2)]).unwrap();
        let written = entry(first.0, first.1, first.2);
        let expected = raw
            .replace("2026-11-30   # 年底", "2026-12-15   # 年底")
            .replace("\"备注\" = 1\n", &format!("\"备注\" = 1\n\n{written}"));
        assert_eq!(once, expected);
        let second = ("2026-12-01", "2026-12-15", "2026-12-31");
        let twice = enlarged(&once, &[extension(second.0, second.1, second.2)]).unwrap();
        let expected = expected
            .replace("end   = 2026-12-15", "end   = 2026-12-31")
            .replace(&written, &format!("{written}\n{}", entry(second.0, second.1, second.2)));
        assert_eq!(twice, expected);
        assert!(enlarged("phase = [{ name = \"二\" }]\n", &[extension(first.0, first.1, first.2)]).is_err());
    }

    #[test]
    fn what_cannot_be_read_is_named_in_chinese_with_its_line() {
        let said = enlarged("name = \"甲\"\nyear =\n", &[]).unwrap_err().to_string();
        assert!(said.contains("ledger.toml 第 2 行") && said.contains("英文双引号"), "{said}");
    }
}
