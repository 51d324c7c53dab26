//! How far a task has come, on which two people may well differ: 状态, and with it 进度 and 办结日期.

use toml::Value;

use super::Side;
use super::versions::{Ruling, Values};
use crate::core::entry::EntryKind;
use crate::core::field::Field;
use crate::core::lifecycle::Verb;
use crate::core::status::Status;

/// Whose status stands. `has_base` tells a task both sides knew from one that both registered.
pub(super) fn status(values: Values<'_>, has_base: bool) -> Ruling {
    let plain = values.ruling();
    if plain != Ruling::Differ {
        return plain;
    }
    let (Some(ours), Some(theirs)) = (known(values.ours), known(values.theirs)) else {
        return Ruling::Differ;
    };
    if ours == theirs {
        // One side left the word out, which means the same; the one that is written stands.
        return Ruling::Take(if values.ours.is_some() { Side::Ours } else { Side::Theirs });
    }
    if has_base {
        let Some(base) = known(values.base) else { return Ruling::Differ };
        if is_back(&base, &ours) || is_back(&base, &theirs) {
            return Ruling::Differ;
        }
    }
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let clashes = match one {
            // Whatever was done of it elsewhere, somebody did not think it a mistake.
            Status::Void => *other != Status::Cancelled,
            Status::Cancelled => other.is_finished() && *other != Status::Void,
            _ => false,
        };
        if clashes {
            return Ruling::Differ;
        }
    }
    Ruling::Take(if rank(&ours) > rank(&theirs) { Side::Ours } else { Side::Theirs })
}

/// Whether `winner` made void what the other side went on working on, though that left its status as it was: whoever did
/// so did not think it a mistake.
pub(super) fn voids_work(status: Values<'_>, log: Values<'_>, winner: Side) -> bool {
    let is_void = |side: Side| known(status.of(side)) == Some(Status::Void);
    let entries = |log: Option<&Value>| log.and_then(Value::as_array).cloned().unwrap_or_default();
    let before = entries(log.base);
    let is_work = |entry: &Value| {
        let kind = entry.get("kind").and_then(Value::as_str).map(|kind| EntryKind::from(kind.to_owned()));
        matches!(kind, Some(EntryKind::Verb(verb)) if verb.may_set(Field::Status))
    };
    is_void(winner)
        && !is_void(winner.other())
        && known(status.of(winner.other())) != Some(Status::Cancelled)
        && entries(log.of(winner.other())).iter().any(|entry| is_work(entry) && !before.contains(entry))
}

/// Whose progress stands, where both sides' status is the same word: the further one has seen more.
pub(super) fn progress(values: Values<'_>) -> Ruling {
    let plain = values.ruling();
    let percent = |value: Option<&Value>| value.map_or(Some(-1), Value::as_integer);
    match (plain, percent(values.ours), percent(values.theirs)) {
        (Ruling::Differ, Some(ours), Some(theirs)) => {
            Ruling::Take(if ours > theirs { Side::Ours } else { Side::Theirs })
        }
        _ => plain,
    }
}

/// Whose progress stands, where `winner`'s status won: with a task that is finished its own, and else what the winner
/// did not touch is the other's to change.
pub(super) fn progress_behind(values: Values<'_>, winner: Side, status: Option<&Value>) -> Side {
    match known(status) {
        Some(Status::Review | Status::Done) => winner,
        _ => behind(values, winner),
    }
}

/// Whose value stands, where `winner`'s status won: what the winner did not touch is the other's to change.
pub(super) fn behind(values: Values<'_>, winner: Side) -> Side {
    match values.ruling() {
        Ruling::Take(side) => side,
        Ruling::Agree | Ruling::Differ => winner,
    }
}

/// Whether two statuses are one and the same word, written or left out.
pub(super) fn is_same_word(values: Values<'_>) -> bool {
    let word = |value: Option<&Value>| match value {
        None => Some(Status::default()),
        Some(value) => value.as_str().map(|word| Status::from(word.to_owned())),
    };
    matches!((word(values.ours), word(values.theirs)), (Some(ours), Some(theirs)) if ours == theirs)
}

/// A status that this version knows; a task that states none is yet to begin.
fn known(value: Option<&Value>) -> Option<Status> {
    let status = match value {
        None => Status::default(),
        Some(value) => Status::from(value.as_str()?.to_owned()),
    };
    (!matches!(status, Status::Other(_))).then_some(status)
}

/// How far along a task's life. Within what is still open, what asks for attention comes last; being cancelled beats that, and
/// what is void could have been cancelled before.
fn rank(status: &Status) -> u8 {
    match status {
        Status::Todo | Status::Other(_) => 0,
        Status::Doing => 1,
        Status::Blocked => 2,
        Status::Cancelled => 3,
        Status::Void => 4,
        Status::Review => 5,
        Status::Done => 6,
    }
}

/// Whether the way from `base` leads back: sent back, reopened, taken out of what was cancelled.
fn is_back(base: &Status, to: &Status) -> bool {
    base.is_finished() && !Verb::leads_on(base, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands of two words that both changed; `?` is a conflict, `-` is no key.
    #[track_caller]
    fn case(base: Option<&str>, ours: &str, theirs: &str, expected: &str) {
        let value = |word: &str| (word != "-").then(|| Value::String(word.to_owned()));
        let (base, has_base) = (base.and_then(value), base.is_some());
        for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
            let (ours, theirs) = (value(ours), value(theirs));
            let values = Values { base: base.as_ref(), ours: ours.as_ref(), theirs: theirs.as_ref() };
            let got = match status(values, has_base) {
                Ruling::Agree => "=".to_owned(),
                Ruling::Take(side) => values.of(side).map_or("-", |word| word.as_str().unwrap()).to_owned(),
                Ruling::Differ => "?".to_owned(),
            };
            assert_eq!(got, expected, "{values:?}");
        }
    }

    #[test]
    fn the_further_status_stands() {
        // One side alone, in whatever direction.
        case(Some("doing"), "doing", "done", "done");
        case(Some("done"), "done", "doing", "doing");
        case(Some("review"), "review", "doing", "doing");
        case(Some("doing"), "doing", "挂起", "挂起");
        case(Some("doing"), "doing", "-", "-");
        // Both alike.
        case(Some("doing"), "done", "done", "=");
        case(Some("doing"), "挂起", "挂起", "=");
        case(Some("doing"), "todo", "-", "todo");
        // Both forward, or within what is open.
        case(Some("todo"), "doing", "blocked", "blocked");
        case(Some("-"), "doing", "blocked", "blocked");
        case(Some("blocked"), "todo", "doing", "doing");
        case(Some("doing"), "blocked", "done", "done");
        case(Some("doing"), "review", "done", "done");
        case(Some("doing"), "blocked", "review", "review");
        case(Some("todo"), "doing", "done", "done");
        // Cancelled while work went on.
        case(Some("todo"), "doing", "cancelled", "cancelled");
        case(Some("doing"), "blocked", "cancelled", "cancelled");
    }

    #[test]
    fn what_contradicts_is_for_people_to_settle() {
        case(Some("doing"), "review", "cancelled", "?");
        case(Some("doing"), "done", "cancelled", "?");
        case(Some("review"), "done", "doing", "?");
        case(Some("review"), "doing", "blocked", "?");
        // Registered by mistake, while somebody worked on it.
        case(Some("doing"), "doing", "void", "void");
        case(Some("doing"), "cancelled", "void", "void");
        case(Some("todo"), "doing", "void", "?");
        case(Some("todo"), "blocked", "void", "?");
        case(Some("doing"), "review", "void", "?");
        case(Some("doing"), "done", "void", "?");
        case(Some("cancelled"), "doing", "void", "?");
        case(Some("review"), "cancelled", "doing", "?");
        case(Some("review"), "cancelled", "done", "?");
        case(Some("done"), "doing", "review", "?");
        case(Some("done"), "cancelled", "doing", "?");
        case(Some("cancelled"), "doing", "todo", "?");
        case(Some("cancelled"), "doing", "done", "?");
        // Words of a newer version.
        case(Some("doing"), "挂起", "done", "?");
        case(Some("挂起"), "doing", "done", "?");
    }

    #[test]
    fn a_task_that_both_registered_has_no_way_back() {
        case(None, "todo", "doing", "doing");
        case(None, "-", "doing", "doing");
        case(None, "review", "done", "done");
        case(None, "doing", "cancelled", "cancelled");
        case(None, "cancelled", "void", "void");
        case(None, "doing", "void", "?");
        case(None, "cancelled", "review", "?");
        case(None, "cancelled", "done", "?");
        case(None, "挂起", "done", "?");
    }
}
