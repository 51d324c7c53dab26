//! Killed at every call that changes a file: afterwards it is done or not done, and nothing is in anybody's way.

use crate::deeds::{DEEDS, base};
use crate::figures::{Figures, each, is_long, nothing_of, steps};
use crate::inject::{Injector, What, Whose};
use crate::look::Expected;

/// How it dies.
struct Death {
    name: &'static str,
    whose: Whose,
    what: What,
}

const DEATHS: [Death; 3] = [
    Death { name: "the program alone", whose: Whose::All, what: What::KillProgram },
    // As when the power goes.
    Death { name: "everything at once", whose: Whose::All, what: What::KillAll },
    Death { name: "git alone", whose: Whose::Git, what: What::KillCaller },
];

pub(crate) fn killed_at_any_call_it_is_done_or_not_done(injector: &Injector) {
    let base = base();
    // Three hundred rows take long, and twenty go the same way.
    let deeds = DEEDS.iter().filter(|deed| is_long() || deed.name != "import 300");
    let failures: Vec<String> = deeds
        .flat_map(|deed| match Expected::of(deed, &base) {
            Ok(expected) => {
                let count = |whose| {
                    injector.shoot(&expected.fresh(), deed.words, (whose, What::KillAll, 0), || ()).calls
                };
                let (all, of_git) = (count(Whose::All), count(Whose::Git));
                let calls = |death: &Death| if death.whose == Whose::Git { of_git } else { all };
                DEATHS.iter().flat_map(|death| killed(injector, death, calls(death), &expected)).collect()
            }
            Err(failure) => vec![failure],
        })
        .collect();
    nothing_of(&failures);
}

/// Kills it at one of its calls after the other, each time from the beginning.
fn killed(injector: &Injector, death: &Death, calls: usize, expected: &Expected) -> Vec<String> {
    let Death { name, whose, what } = *death;
    let words = expected.deed.words;
    let row = format!("killed: {name} | {}", expected.deed.name);
    let mut figures = Figures::default();
    let tries = each(&steps(calls, &row, 1, 150), |&step| {
        let desk = expected.fresh();
        let mut wrong = Vec::new();
        let shot =
            injector.shoot(&desk, words, (whose, what, step), || wrong.extend(expected.reader_wrong(&desk)));
        let at = shot.at?;
        let (which, more) = expected.judge(&desk);
        wrong.extend(more);
        Some((which, format!("at {at}"), wrong))
    });
    for (which, at, wrong) in tries.into_iter().flatten() {
        figures.count(which.name(), &at, &wrong);
    }
    figures.written_down(&row)
}
