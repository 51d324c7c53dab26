//! `ledger` alone: today's dashboard.

use anyhow::Result;

use super::Outcome;
use super::context::Context;
use super::output::{Object, OutputArgs, outcome};
use crate::printout;
use crate::report::dashboard::dashboard;

pub(super) fn run(args: &OutputArgs, context: &Context) -> Result<Outcome> {
    let reading = context.read(args)?;
    let dashboard = dashboard(&reading.ledger, context.today);
    context.emit(
        args,
        reading,
        |occasion| printout::dashboard(&dashboard, occasion),
        &Object(dashboard.facts()),
    )?;
    Ok(outcome(reading, false))
}
