//! Who bears the charges of a payment through several banks: OUR, SHA and BEN, and what banks on the way may take.

use super::reader::{Optional, Reader};
use super::schedule::Charge;
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{Amount, Currency};

/// What banks on the way take of what arrives.
#[derive(Clone, Copy)]
pub(super) struct Bearer {
    /// The payer bears everything, so that nobody takes anything on the way.
    is_payer: bool,
    least: u128,
    /// Unknown where none is given.
    most: Option<u128>,
}

/// The codes of SWIFT and, after them, of ISO 20022. By the service level (SLEV) charges are shared too.
const CODES: [(&str, &str); 3] = [("OUR", "DEBT"), ("SHA", "SHAR SLEV"), ("BEN", "CRED")];

impl Bearer {
    /// Reads `bearer` and `intermediaryFees: {min?, max?}`, in the currency that arrives.
    pub(super) fn read(
        reader: &mut Reader,
        object: &Object,
        destination: Option<Currency>,
        charge: Option<Charge>,
    ) -> Option<Bearer> {
        let allowed = "OUR, SHA, BEN, DEBT, SHAR, SLEV, CRED";
        let code = reader.choice(object, "bearer", Optional, allowed, |name| {
            let is_meant = |(code, others): &&(&str, &str)| *code == name || crate::text::contains_word(others, name);
            CODES.iter().find(is_meant).map(|(code, _)| *code)
        });
        let (mut least, mut most) = (0, None);
        if let Some(json) = reader.member(object, "intermediaryFees", Optional) {
            let before = reader.enter("intermediaryFees");
            if let Some(object) = reader.object(json, "min max") {
                let units = |amount: Option<Amount>| amount?.units(destination?);
                least = units(reader.amount(object, "min", Optional, destination)).unwrap_or(0);
                most = units(reader.amount(object, "max", Optional, destination));
                if most.is_some_and(|most| most < least) {
                    reader.say_code("min", Code::MinimumAboveMaximum);
                }
            }
            reader.leave(before);
        }
        let code = code?;
        // who bears everything is not charged out of the amount, and the other way round
        let wanted = match code {
            "OUR" => Some(Charge::OnTop),
            "BEN" => Some(Charge::Deducted),
            _ => None,
        };
        if let (Some(wanted), Some(charge)) = (wanted, charge)
            && wanted != charge
        {
            let before = reader.enter("schedule");
            reader.say("charge", Finding::new(Code::ValueNotAllowed).with_text("allowed", wanted.as_str()));
            reader.leave(before);
        }
        Some(Bearer { is_payer: code == "OUR", least, most })
    }

    /// From how much to how much arrives of what was sent on.
    pub(super) fn arrives(self, units: u128, findings: &mut Vec<Finding>) -> (u128, u128) {
        if self.is_payer {
            return (units, units);
        }
        if self.most.is_none() {
            findings.push(Finding::new(Code::IntermediaryFeesUnknown).at("/bearer"));
        }
        (self.most.map_or(0, |most| units.saturating_sub(most)), units.saturating_sub(self.least))
    }
}

/// `[least, most]`.
pub(super) fn between_to_json((least, most): (Amount, Amount)) -> Json {
    Json::Array(vec![Json::String(least.text()), Json::String(most.text())])
}
