//! Writes a fee schedule as the JSON that it is read from.

use super::{FeePart, FeeSchedule, Share};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Rate, Rounding, push_units};

impl FeeSchedule {
    /// The JSON that [`FeeSchedule::from_json`] reads.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut parts = Vec::new();
        for part in &self.parts {
            parts.push(part.to_json());
        }
        let mut json = Object::new();
        json.put("parts", Json::Array(parts));
        json.put_text("charge", self.charge.as_str());
        put_rounding(&mut json, "amountRounding", self.amount_rounding);
        put_amount(&mut json, "max", self.max);
        Json::Object(json)
    }
}

serialize_as_json!(FeeSchedule);

impl FeePart {
    fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("name", &self.name);
        if let Share::Flat(rate) = self.share {
            put_rate(&mut json, Some(rate));
        }
        put_amount(&mut json, "fixed", self.fixed);
        put_amount(&mut json, "min", self.min);
        put_amount(&mut json, "max", self.max);
        if let Share::Tiered(mode, tiers) = &self.share {
            let mut items = Vec::new();
            for tier in tiers {
                let mut json = Object::new();
                put_amount(&mut json, "upTo", tier.up_to);
                put_rate(&mut json, tier.rate);
                put_amount(&mut json, "fixed", tier.fixed);
                items.push(Json::Object(json));
            }
            json.put("tiers", Json::Array(items));
            json.put_text("tierMode", mode.as_str());
        }
        put_rounding(&mut json, "rounding", self.rounding);
        if let Some(of) = &self.of {
            json.put_text("of", of);
        }
        if let Some((currency, rate)) = &self.foreign {
            json.put_text("currency", currency);
            let mut text = String::new();
            push_units(&mut text, rate.mantissa().unsigned_abs(), rate.scale());
            json.put_text("rate", &text);
        }
        if let Some(charge) = self.charge {
            json.put_text("charge", charge.as_str());
        }
        if self.is_rebate {
            json.put("rebate", Json::Bool(true));
        }
        Json::Object(json)
    }
}

fn put_amount(json: &mut Object, name: &'static str, amount: Option<Amount>) {
    if let Some(amount) = amount {
        json.put_text(name, &amount.text());
    }
}

fn put_rate(json: &mut Object, rate: Option<Rate>) {
    if let Some(rate) = rate {
        json.put_text(rate.field(), &rate.text());
    }
}

fn put_rounding(json: &mut Object, name: &'static str, rounding: Option<Rounding>) {
    if let Some(rounding) = rounding {
        json.put_text(name, rounding.as_str());
    }
}
