//! The help pages: what clap would say of an option or a command in English, said before it can.

use std::iter;

use clap::builder::{PossibleValue, Resettable, StyledStr};
use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr;

use super::mistakes::listed;

/// A flag that clap would add in English, last in its list as clap has it.
pub(super) fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(name).short(short).long(name).action(action).help(help).display_order(usize::MAX)
}

/// Says in the help of `arg`, in Chinese, what clap would append to it in English.
///
/// A global option passes here again in every subcommand; by then it has nothing left to say.
pub(super) fn localize_arg(arg: Arg) -> Arg {
    // A page lists the options of its own command first.
    let order = arg.get_display_order().saturating_add(if arg.is_global_set() { 1000 } else { 0 });
    let arg = arg.display_order(order);

    let values = shown_values(&arg);
    let mut notes = notes(&arg, &values);
    if notes.is_empty() {
        return arg;
    }
    let help = arg.get_help().map(StyledStr::to_string).unwrap_or_default();
    let short_help = format!("{help} {}", notes.join(" "));

    let explained = values.iter().any(|value| value.get_help().is_some());
    let has_long_help = explained || arg.get_long_help().is_some();
    let mut paragraphs = vec![arg.get_long_help().map_or(help, StyledStr::to_string)];
    if explained {
        notes.pop(); // The names alone, which the table says better.
        paragraphs.push(value_table(&values));
    }
    paragraphs.push(notes.join("\n"));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let long_help = has_long_help.then(|| StyledStr::from(paragraphs.join("\n\n")));

    let takes_value = arg.get_action().takes_values();
    arg.help(short_help.trim_start().to_owned())
        .long_help(Resettable::from(long_help))
        .hide_default_value(takes_value)
        .hide_possible_values(takes_value)
}

/// The values of `arg` that clap would list, and has not been told to hide.
fn shown_values(arg: &Arg) -> Vec<PossibleValue> {
    // A flag counts `true` and `false` among its possible values.
    let hidden = arg.is_hide_possible_values_set() || !arg.get_action().takes_values();
    let mut values = if hidden { Vec::new() } else { arg.get_possible_values() };
    values.retain(|value| !value.is_hide_set());
    values
}

/// Where `arg` gets its value from when it is not typed, and at the end what may be typed.
fn notes(arg: &Arg, values: &[PossibleValue]) -> Vec<String> {
    let mut notes = Vec::new();
    let defaults = arg.get_default_values();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() && arg.get_action().takes_values() {
        notes.push(format!("[默认：{}]", listed(defaults.iter().map(|value| value.display()))));
    }
    if !values.is_empty() {
        notes.push(format!("[可选：{}]", listed(values.iter().map(PossibleValue::get_name))));
    }
    notes
}

/// What each of `values` means, a line each.
fn value_table(values: &[PossibleValue]) -> String {
    let rows = values.iter().map(|value| {
        let help = value.get_help().map(StyledStr::to_string).unwrap_or_default();
        (format!("- {}", value.get_name()), help)
    });
    format!("可选：\n{}", table(rows.collect()))
}

/// The help page of `command`, with clap's tags where clap knows better.
pub(super) fn page(command: &Command) -> String {
    let mut page = String::from("{before-help}{about-with-newline}\n用法：{usage}");
    if command.has_subcommands() {
        page += "\n\n命令：\n";
        page += &subcommand_table(command);
    }
    if command.get_positionals().any(|arg| !arg.is_hide_set()) {
        page += "\n\n参数：\n{positionals}";
    }
    page + "\n\n选项：\n{options}{after-help}"
}

/// The subcommands of `command` under all the names they show: clap's own list has no place for an alias but a
/// note in English.
fn subcommand_table(command: &Command) -> String {
    let mut shown: Vec<_> =
        command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()).collect();
    shown.sort_by_key(|subcommand| subcommand.get_display_order());
    let rows = shown.into_iter().map(|subcommand| {
        let names: Vec<_> =
            iter::once(subcommand.get_name()).chain(subcommand.get_visible_aliases()).collect();
        let about = subcommand.get_about().map(StyledStr::to_string).unwrap_or_default();
        (format!("  {}", names.join(", ")), about)
    });
    table(rows.collect())
}

/// Two columns, the second one aligned.
fn table(rows: Vec<(String, String)>) -> String {
    let widest = rows.iter().map(|(left, _)| left.width()).max().unwrap_or_default();
    let lines = rows.into_iter().map(|(left, right)| {
        let gap = " ".repeat(widest - left.width() + 2);
        format!("{left}{gap}{right}").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
