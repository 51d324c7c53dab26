//! An order among TOML's values: the same on every machine and from either side. What is equal in it is the same value,
//! whatever the order of its keys; even a number that is none (`nan`) equals itself.

use std::cmp::Ordering;

use toml::{Table, Value};

/// Whether two tables hold the same, in whatever order.
pub fn is_same(a: &Table, b: &Table) -> bool {
    compare_tables(a, b).is_eq()
}

/// Compares two values; values of different kinds stand apart.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::Datetime(a), Value::Datetime(b)) => a.to_string().cmp(&b.to_string()),
        (Value::Array(a), Value::Array(b)) => {
            let first = a.iter().zip(b).map(|(a, b)| compare(a, b)).find(|order| order.is_ne());
            first.unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (Value::Table(a), Value::Table(b)) => compare_tables(a, b),
        _ => kind(a).cmp(&kind(b)),
    }
}

pub(super) fn compare_tables(a: &Table, b: &Table) -> Ordering {
    let (a, b) = (sorted(a), sorted(b));
    let pair = |((a_key, a), (b_key, b)): (&(&String, &Value), &(&String, &Value))| {
        a_key.cmp(b_key).then_with(|| compare(a, b))
    };
    let first = a.iter().zip(&b).map(pair).find(|order| order.is_ne());
    first.unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn sorted(table: &Table) -> Vec<(&String, &Value)> {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_unstable_by_key(|(key, _)| *key);
    pairs
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Boolean(_) => 0,
        Value::Integer(_) => 1,
        Value::Float(_) => 2,
        Value::Datetime(_) => 3,
        Value::String(_) => 4,
        Value::Array(_) => 5,
        Value::Table(_) => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_compared_by_what_they_hold() {
        #[track_caller]
        fn case(a: &str, b: &str, same: bool) {
            let table = |text: &str| text.parse::<Table>().unwrap();
            assert_eq!(is_same(&table(a), &table(b)), same);
            assert_eq!(is_same(&table(b), &table(a)), same);
        }
        case("a = 1\nb = 2", "b = 2\na = 1", true);
        case("a = nan", "a = nan", true);
        case("a = { b = 1, c = [2] }", "[a]\nc = [2]\nb = 1", true);
        case("a = 1", "a = 1.0", false);
        case("a = 2026-05-01", "a = \"2026-05-01\"", false);
        case("a = [1, 2]", "a = [2, 1]", false);
        case("a = [1]", "a = [1, 1]", false);
        case("a = 1", "", false);
    }
}
