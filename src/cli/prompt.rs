//! Asking a person at a terminal for what a new task still lacks. Every question may be left empty but the title.

use anyhow::Result;
use chrono::NaiveDate;
use inquire::ui::{Color, RenderConfig, Styled};
use inquire::validator::Validation;
use inquire::{InquireError, Select, Text};

use crate::core::field::Field;
use crate::core::settings::Settings;
use crate::core::typed_date::{self, Context};
use crate::ops::assign::{Assignment, Target};

const SKIP: &str = "（不填）";
const OTHER: &str = "（别的，自己写）";

/// Asks for each of the fields that every task should have and that was not given.
pub(super) fn missing(settings: &Settings, today: NaiveDate, given: &mut Vec<Assignment>) -> Result<()> {
    inquire::set_global_render_config(look());
    let has = |given: &[Assignment], target: Target| given.iter().any(|one| one.target == target);
    for field in [
        Field::Title,
        Field::Content,
        Field::Domain,
        Field::Phase,
        Field::Lead,
        Field::Owner,
        Field::Due,
        Field::Standard,
    ] {
        let target = Target::Field(field);
        let timeless = has(given, Target::Field(Field::LongTerm)) || has(given, Target::Every);
        // The plan's own words can only be chosen among, and a plan may have none.
        let wordless = match field {
            Field::Domain => settings.domains.is_empty(),
            Field::Phase => settings.phases.is_empty(),
            _ => false,
        };
        if has(given, target) || (field == Field::Due && timeless) || wordless {
            continue;
        }
        let answer = match field {
            Field::Title => Some(filled("任务名称：")?),
            Field::Domain => {
                choice(field, settings.domains.iter().map(|domain| domain.name.as_str()).collect())?
            }
            Field::Phase => choice(field, settings.phases.iter().map(|phase| phase.name.as_str()).collect())?,
            Field::Lead => {
                choice(field, settings.offices.iter().map(|office| office.name.as_str()).collect())?
            }
            Field::Owner => choice(field, people(settings, given))?,
            Field::Due => day(field, settings.dates(today))?,
            _ => line(field)?,
        };
        given.extend(answer.map(|typed| Assignment::new(target, typed)));
    }
    Ok(())
}

/// Asks what it is that goes through a process.
pub(super) fn name() -> Result<String> {
    inquire::set_global_render_config(look());
    filled("项目名称：")
}

/// Asks for a yes; anything else is a no.
pub(super) fn agreed(question: &str) -> Result<bool> {
    inquire::set_global_render_config(look());
    let prompt = format!("{question}（是/否）");
    let answer = match Text::new(&prompt).with_help_message("写“是”就写入，直接回车就不写").prompt()
    {
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => return Ok(false),
        answer => answered(answer)?,
    };
    Ok(matches!(answer.trim().to_lowercase().as_str(), "是" | "y" | "yes" | "好" | "写入"))
}

/// The people of the office in the lead first.
fn people<'a>(settings: &'a Settings, given: &[Assignment]) -> Vec<&'a str> {
    let lead =
        given.iter().find(|one| one.target == Target::Field(Field::Lead)).map(|one| one.typed.as_str());
    let own = settings.offices.iter().filter(|office| Some(office.name.as_str()) == lead);
    let mut people: Vec<&str> = own.flat_map(|office| &office.people).map(String::as_str).collect();
    let rest: Vec<&str> = settings.people().into_iter().filter(|name| !people.contains(name)).collect();
    people.extend(rest);
    people
}

/// An answer that must not be empty.
fn filled(prompt: &str) -> Result<String> {
    let empty = format!("{}不能空着", prompt.trim_end_matches('：'));
    let filled = move |text: &str| {
        Ok(if text.trim().is_empty() { Validation::Invalid(empty.clone().into()) } else { Validation::Valid })
    };
    answered(Text::new(prompt).with_validator(filled).prompt())
}

fn line(field: Field) -> Result<Option<String>> {
    let prompt = format!("{}：", field.label());
    let text = answered(Text::new(&prompt).with_help_message("直接回车就不填").prompt())?;
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

fn day(field: Field, context: Context<'_>) -> Result<Option<String>> {
    let readable = move |text: &str| {
        Ok(match text.trim() {
            "" => Validation::Valid,
            typed => match typed_date::parse(typed, context) {
                Ok(_) => Validation::Valid,
                Err(error) => Validation::Invalid(error.to_string().into()),
            },
        })
    };
    let prompt = format!("{}：", field.label());
    let help = "如 2026-09-30、9月底前、三季度末；直接回车就随阶段";
    let text = answered(Text::new(&prompt).with_validator(readable).with_help_message(help).prompt())?;
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

fn choice(field: Field, known: Vec<&str>) -> Result<Option<String>> {
    if known.is_empty() {
        return line(field);
    }
    // Phases and fields of work are the plan's; offices and people may be new.
    let own = matches!(field, Field::Lead | Field::Owner).then_some(OTHER);
    let options: Vec<String> = std::iter::once(SKIP).chain(known).chain(own).map(ToOwned::to_owned).collect();
    let prompt = format!("{}：", field.label());
    let picked = Select::new(&prompt, options).with_help_message("↑↓ 选，回车定，打字可以筛").prompt();
    match answered(picked)?.as_str() {
        SKIP => Ok(None),
        OTHER => line(field),
        picked => Ok(Some(picked.to_owned())),
    }
}

fn answered<T>(answer: Result<T, InquireError>) -> Result<T> {
    answer.map_err(|error| match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            anyhow::anyhow!("已取消，没有登记")
        }
        other => anyhow::Error::new(other).context("问不了终端"),
    })
}

fn look() -> RenderConfig<'static> {
    let mut look = RenderConfig::default_colored();
    look.prompt_prefix = Styled::new("?").with_fg(Color::LightGreen);
    look.error_message = look.error_message.with_prefix(Styled::new("✗").with_fg(Color::LightRed));
    look.canceled_prompt_indicator = Styled::new("（已取消）");
    look
}
