//! How much is tried, what came of it, and where that is written down.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::random::Random;

/// Whether everything is tried, as `long.sh` asks, or a sample.
pub(crate) fn is_long() -> bool {
    variable("LEDGER_BREAKING").is_some_and(|form| form == "long")
}

/// A variable of the environment.
#[expect(clippy::disallowed_methods, reason = "how long to try is said to the tests by the environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Which of `count` steps, counted from 1, are tried: `sample` of them by chance, or in the long form `most` spread evenly.
pub(crate) fn steps(count: usize, seed: &str, sample: usize, most: usize) -> Vec<usize> {
    if is_long() {
        let tried = count.min(most);
        return (0..tried).map(|at| at * count / tried + 1).collect();
    }
    if count <= sample {
        return (1..=count).collect();
    }
    let seed = seed.bytes().fold(17_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut random = Random::seeded(seed);
    (0..sample).map(|_| random.below(count) + 1).collect()
}

/// Does the same with each of many, on every core in the long form: in the short one `cargo test` sees to that.
pub(crate) fn each<T: Sync, R: Send>(many: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = if is_long() { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(one) = many.get(at) else { break };
                    let result = work(one);
                    done.lock().unwrap().insert(at, result);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}

/// What came of trying something many times.
#[derive(Default)]
pub(crate) struct Figures {
    tried: usize,
    came_to: BTreeMap<&'static str, usize>,
    failures: Vec<String>,
}

impl Figures {
    /// One more, and what it came to: how it ended, and what was wrong with that.
    pub(crate) fn count(&mut self, came_to: &'static str, what: &str, wrong: &[String]) {
        self.tried += 1;
        *self.came_to.entry(came_to).or_default() += 1;
        if !wrong.is_empty() {
            self.failures.push(format!("{what}: {}", wrong.join("; ")));
        }
    }

    /// Writes a line of the table into the file that `LEDGER_BREAKING_FIGURES` names, and what failed into another beside it.
    pub(crate) fn written_down(self, what: &str) -> Vec<String> {
        let came_to = self.came_to.iter().map(|(what, count)| format!("{what} {count}"));
        let came_to = came_to.collect::<Vec<_>>().join(", ");
        let row = format!("| {what} | {} | {came_to} | {} |\n", self.tried, self.failures.len());
        if let Some(file) = variable("LEDGER_BREAKING_FIGURES") {
            append(&file, &row);
            append(
                &format!("{file}.failed"),
                &self.failures.iter().fold(String::new(), |mut all, failure| {
                    let _ = writeln!(all, "{what}: {failure}");
                    all
                }),
            );
        }
        self.failures.into_iter().map(|failure| format!("{what}: {failure}")).collect()
    }
}

/// Fails the test where anything failed, and says what.
#[track_caller]
pub(crate) fn nothing_of(failures: &[String]) {
    let shown = failures.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} failed:\n{shown}", failures.len());
}

fn append(file: &str, text: &str) {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}
