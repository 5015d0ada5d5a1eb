//! Fee schedules that are kept, so that amounts are computed over the buffer.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::SCRATCH;
use crate::money::{Amount, Line};
use crate::quote::{FeePlan, PartFee};

thread_local! {
    /// The fee schedules that are kept.
    static PLANS: RefCell<Plans> = const { RefCell::new(Plans { opened: 0, kept: Vec::new(), parts: Vec::new() }) };
}

/// Keeps a fee schedule for a currency and answers its number, for [`fees_scratch`]. The request is that of
/// `computeFees` without the amount.
pub(super) fn open(plan: FeePlan) -> usize {
    PLANS.with_borrow_mut(|plans| {
        // the oldest makes room: whoever opened it opens it again
        let place = plans.opened % PLANS_KEPT;
        let number = plans.opened;
        plans.opened = plans.opened.wrapping_add(1);
        match plans.kept.get_mut(place) {
            Some(kept) => *kept = (number, plan),
            None => plans.kept.push((number, plan)),
        }
        number
    })
}

/// Computes the fees on the amount of so many bytes in the buffer by the schedule of this number, writes
/// them to the buffer as lines (gross, fee, net, and amount and explanation of each part) and answers how
/// many bytes they are: 0 where `computeFees` has to be asked, because the schedule is kept no more, the
/// amount is wrong, or the lines do not fit.
#[wasm_bindgen(js_name = feesScratch)]
pub fn fees_scratch(number: usize, length: usize) -> usize {
    if crate::IS_PAGE {
        return 0;
    }
    PLANS.with_borrow_mut(|plans| {
        let Plans { kept, parts, .. } = plans;
        let mut compute = |scratch: &mut Vec<u8>| {
            let (opened, plan) = kept.get(number.checked_rem(PLANS_KEPT)?)?;
            let units = Amount::quick_units(scratch.get(..length)?, plan.currency())?;
            let sums = plan.fill(u128::from(units), parts).ok()?;
            let mut line = Line::new(scratch);
            plan.write_lines(sums, parts, &mut line);
            line.length().filter(|_| *opened == number)
        };
        SCRATCH.with_borrow_mut(&mut compute).unwrap_or(0)
    })
}

/// Fee schedules that are kept, each under the number it was opened with.
struct Plans {
    opened: usize,
    kept: Vec<(usize, FeePlan)>,
    /// Room for the parts of a computation.
    parts: Vec<PartFee>,
}

const PLANS_KEPT: usize = 64;
