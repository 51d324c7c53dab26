//! The answers to a command line that cannot be read: what is wrong, what to try, where to read on.

use std::error::Error;
use std::fmt::Display;
use std::num::{IntErrorKind, ParseFloatError, ParseIntError};
use std::slice;

use clap::Command;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The usage of the command that clap was reading: it names only those it comes to.
pub(super) fn usage_of_reached(command: &mut Command) -> StyledStr {
    let reached = command.get_subcommands_mut().find(|subcommand| subcommand.get_bin_name().is_some());
    if let Some(reached) = reached {
        return usage_of_reached(reached);
    }
    command.render_usage()
}

/// The page or the answer that `error` stands for, before it is fitted to a width.
pub(super) fn wording(error: &clap::Error) -> String {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            translate_rest(&error.to_string())
        }
        ErrorKind::DisplayVersion => error.to_string(),
        _ => answer(error),
    }
}

/// Replaces the phrases that clap writes whatever it is told.
fn translate_rest(page: &str) -> String {
    page.replace("[OPTIONS]", "[选项]").replace("[aliases: ", "[别名：").replace("[alias: ", "[别名：")
}

/// What is wrong, what to try, the usage, and where to read on.
fn answer(error: &clap::Error) -> String {
    let problem = problem(error).or_else(|| own_words(error));
    let mut answer = problem.unwrap_or_else(|| in_general(error.kind()).to_owned());
    for hint in hints(error) {
        answer += "\n";
        answer += &hint;
    }
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => translate_rest(&usage.to_string()),
        _ => String::new(),
    };
    let usage = usage.strip_prefix("Usage: ").unwrap_or_default();
    if !usage.is_empty() {
        answer += "\n\n用法：";
        answer += usage;
    }
    let first_usage = usage.lines().next().unwrap_or_default();
    let command = first_usage.split(' ').take_while(|word| !word.starts_with(['[', '<', '-']));
    match command.collect::<Vec<_>>().join(" ").as_str() {
        "" => answer + "\n\n更多信息请在命令后面加 --help 查看。\n",
        command => format!("{answer}\n\n更多信息请看 `{command} --help`。\n"),
    }
}

/// What is wrong, named; nothing when clap does not say which argument it is about.
fn problem(error: &clap::Error) -> Option<String> {
    let arg = || text(error, ContextKind::InvalidArg);
    let value = || text(error, ContextKind::InvalidValue);
    let actual = || number(error, ContextKind::ActualNumValues);
    let problem = match error.kind() {
        ErrorKind::InvalidValue if value()?.is_empty() => format!("“{}”后面要写一个值。", arg()?),
        ErrorKind::InvalidValue => format!("“{}”不能用作“{}”。", value()?, arg()?),
        ErrorKind::ValueValidation => match error.source().and_then(reason) {
            Some(reason) => format!("“{}”不能用作“{}”：{reason}。", value()?, arg()?),
            None => format!("“{}”不能用作“{}”。", value()?, arg()?),
        },
        ErrorKind::UnknownArgument if arg()?.starts_with('-') => format!("没有“{}”这个选项。", arg()?),
        ErrorKind::UnknownArgument => format!("这里用不上“{}”。", arg()?),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令。", text(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => {
            format!("“{}”后面要写一个命令。", text(error, ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::NoEquals => format!("“{}”的值要用等号连着写。", arg()?),
        ErrorKind::TooManyValues => format!("“{}”用不上“{}”。", arg()?, value()?),
        ErrorKind::TooFewValues => {
            let min = number(error, ContextKind::MinValues)?;
            format!("“{}”至少要写 {min} 个值，现在有 {} 个。", arg()?, actual()?)
        }
        ErrorKind::WrongNumberOfValues => {
            let expected = number(error, ContextKind::ExpectedNumValues)?;
            format!("“{}”要写 {expected} 个值，现在有 {} 个。", arg()?, actual()?)
        }
        ErrorKind::ArgumentConflict => conflict(error)?,
        ErrorKind::MissingRequiredArgument => {
            format!("还要写{}。", quoted(texts(error, ContextKind::InvalidArg)?))
        }
        _ => return None,
    };
    Some(problem)
}

/// Which two things on the command line exclude each other.
fn conflict(error: &clap::Error) -> Option<String> {
    let (what, wrong) = match text(error, ContextKind::InvalidArg) {
        Some(arg) => ("", arg),
        None => ("命令", text(error, ContextKind::InvalidSubcommand)?),
    };
    Some(match texts(error, ContextKind::PriorArg) {
        Some([prior]) if prior == wrong => format!("“{wrong}”只能写一次。"),
        Some(prior) => format!("{what}“{wrong}”不能和{}一起用。", quoted(prior)),
        None => format!("{what}“{wrong}”不能和前面的参数一起用。"),
    })
}

/// Why a value is refused, in Chinese; nothing when the refusal knows only English.
pub(super) fn reason(source: &(dyn Error + 'static)) -> Option<String> {
    if let Some(error) = source.downcast_ref::<ParseIntError>() {
        return Some(match error.kind() {
            IntErrorKind::PosOverflow => "数太大".to_owned(),
            IntErrorKind::NegOverflow => "数太小".to_owned(),
            _ => "要写整数".to_owned(),
        });
    }
    if source.is::<ParseFloatError>() {
        return Some("要写一个数".to_owned());
    }
    let said = source.to_string();
    out_of_range(&said).or_else(|| (!said.is_ascii()).then_some(said))
}

/// Translates “7 is not in 1..=5”, which is all that clap tells of a number out of range.
fn out_of_range(said: &str) -> Option<String> {
    let (_, range) = said.split_once(" is not in ")?;
    let (first, end) = range.split_once("..")?;
    let last: i128 = match end.strip_prefix('=') {
        Some(last) => last.parse().ok()?,
        None => end.parse::<i128>().ok()? - 1,
    };
    // Clap has no other sign for a range without an end.
    let endless = last >= i128::from(i64::MAX) - 1;
    Some(if endless { format!("不能小于 {first}") } else { format!("要在 {first} 到 {last} 之间") })
}

/// What the program itself said through `Command::error`.
fn own_words(error: &clap::Error) -> Option<String> {
    let said = error.to_string();
    let said = said.strip_prefix("error: ")?.split("\n\n").next()?;
    (!said.is_ascii()).then(|| said.to_owned())
}

/// What is wrong, when nothing more is known.
fn in_general(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "有一个值不能用。",
        ErrorKind::UnknownArgument => "有一个参数用不上。",
        ErrorKind::InvalidSubcommand => "没有这个命令。",
        ErrorKind::NoEquals => "有一个值要用等号连着写。",
        ErrorKind::TooManyValues => "有一个参数的值太多。",
        ErrorKind::TooFewValues => "有一个参数的值太少。",
        ErrorKind::WrongNumberOfValues => "有一个参数的值个数不对。",
        ErrorKind::ArgumentConflict => "有的参数不能一起用。",
        ErrorKind::MissingRequiredArgument => "还有必写的参数没写。",
        ErrorKind::MissingSubcommand => "还要写一个命令。",
        ErrorKind::InvalidUtf8 => "有的参数不是 UTF-8 编码的文字。",
        ErrorKind::Io => "读写时出错。",
        ErrorKind::Format => "排版时出错。",
        _ => "命令行写得不对。",
    }
}

/// What to try instead, a line each.
fn hints(error: &clap::Error) -> Vec<String> {
    let mut hints = Vec::new();
    if let Some(values @ [_, ..]) = texts(error, ContextKind::ValidValue) {
        hints.push(format!("可选：{}", listed(values)));
    }
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        if let Some(similar @ [_, ..]) = texts(error, kind) {
            // Clap puts the most similar one last.
            hints.push(format!("您是不是想用{}？", quoted(similar.iter().rev().take(3))));
        }
    }
    if let Some(ContextValue::StyledStrs(tips)) = error.get(ContextKind::Suggested) {
        hints.extend(tips.iter().filter_map(|tip| translate_tip(&tip.to_string())));
    }
    hints
}

/// Translates a tip that clap hands over as a finished English sentence.
pub(super) fn translate_tip(tip: &str) -> Option<String> {
    // to pass '--x' as a value, use '-- --x'
    if let Some(passed) = tip.strip_prefix("to pass '") {
        let (value, written) = passed.strip_suffix('\'')?.split_once("' as a value, use '")?;
        return Some(format!("如果“{value}”是一个值，请写成“{written}”。"));
    }
    // subcommand 'x' exists; to use it, remove the '--' before it
    if let Some(exists) = tip.strip_prefix("subcommand '") {
        let (name, _) = exists.split_once("' exists; ")?;
        return Some(format!("“{name}”是一个命令，请去掉它前面的“--”。"));
    }
    // 'x --y' exists
    let similar = tip.strip_prefix('\'')?.strip_suffix("' exists")?;
    Some(format!("您是不是想用“{similar}”？"))
}

/// The one text of a `kind` that `error` carries.
fn text(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

/// All the texts of a `kind` that `error` carries.
fn texts(error: &clap::Error, kind: ContextKind) -> Option<&[String]> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(slice::from_ref(text)),
        ContextValue::Strings(texts) => Some(texts),
        _ => None,
    }
}

/// The number of a `kind` that `error` carries.
fn number(error: &clap::Error, kind: ContextKind) -> Option<isize> {
    match error.get(kind)? {
        ContextValue::Number(number) => Some(*number),
        _ => None,
    }
}

/// 甲、乙、丙
pub(super) fn listed(items: impl IntoIterator<Item: Display>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join("、")
}

/// “甲”、“乙”、“丙”
fn quoted(items: impl IntoIterator<Item: Display>) -> String {
    listed(items.into_iter().map(|item| format!("“{item}”")))
}
