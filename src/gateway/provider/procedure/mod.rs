//! A provider as the gateway of payments that are carried out in steps, as its own procedure says.
//!
//! ```json
//! {
//!   "name": "SENTRA",
//!   "provider": "sentra",
//!   "treasury": {"url": "https://treasury.example.com"},
//!   "offRamp": {"settings": {"recipient": "rec_1", "account": "acc_1", "rail": "IMPS", "fromAddress": "0x..."}}
//! }
//! ```
//!
//! Which steps there are and which settings they want says the provider's table ([`Procedure`]); `inputs` replaces members
//! of a step's input, `event` is as in a description of one operation. In texts `{name}` stands for what is known of the
//! payment: `reference`, `paymentId`, `userId`, `walletId`, `amount` (smallest units), `amountDecimal`, `currency`, `upiId`,
//! `accountNumber`, `ifsc`, `bankName`, `metadata.member`; for a setting; or for what an earlier step gave.
//!
//! Each step is on the disk before it is taken and once its outcome is known ([`Steps`]). One whose outcome nobody knows is
//! asked about, and done again only where that does no harm or where it has a key. Whoever comes later, another replica
//! or this one after a crash, goes on from there. As long as nothing may have moved, a payment that cannot go on has failed;
//! from then on it stays open until somebody says how it ended.

mod ask;
mod ends;
mod inquiry;
mod results;
mod values;
mod walk;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use tracing::warn;

use super::seal::Seal;
use super::{Wire, World, amounts, credentials, refused, wire};
use crate::client::Treasury;
use crate::error::{Error, ErrorCode};
use crate::gateway::{GATEWAY_ERROR, Gateway, Inquiry, Instruction, Outcome};
use crate::json::{Json, Object};
use crate::payment::{AmountMember, EventAmounts, OpenAttempt, PaymentType, Steps};
use crate::provider::procedure::{Asked, Inquire, Procedure, Repeat, Step};
use crate::provider::{self, Context, Credentials, Operation, Provider, template};

/// A provider that carries payments out in steps.
pub struct ProcedureGateway {
    name: &'static str,
    provider: Provider,
    credentials: Credentials,
    client: Wire,
    world: World,
    seal: Seal,
    treasury: Option<Treasury>,
    ways: Vec<Way>,
    event_amounts: EventAmounts,
    quoted: Vec<AmountMember>,
}

/// One procedure with what the description says of it.
struct Way {
    procedure: &'static Procedure,
    /// The operation that makes the order.
    order: &'static Operation,
    settings: Vec<(&'static str, Json)>,
    /// The input of each step.
    inputs: Vec<(&'static Step, Json)>,
}

impl fmt::Debug for ProcedureGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProcedureGateway({})", self.provider)
    }
}

impl ProcedureGateway {
    /// The gateway of a description. `credential` answers the credential of a variable.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where the description lacks something or has something unknown, `PROVIDER_UNKNOWN`,
    /// `CREDENTIALS_INVALID` where one is missing, `URL_INVALID`.
    pub fn new(
        description: &Json,
        credential: impl Fn(&str) -> Option<String>,
        timeout: Duration,
        world: World,
    ) -> Result<ProcedureGateway, Error> {
        let text = |name: &'static str| {
            let text = description.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
            text.map(str::to_owned).ok_or_else(|| wrong("this is needed").in_field(name))
        };
        let (name, provider) = (text("name")?, text("provider")?.parse::<Provider>()?);
        let mut seal = Seal::bound(["2", provider.as_str()].join("\0"));
        let credentials = credentials(provider, &credential, &mut seal)?;
        provider.check_base_url(&credentials)?;
        let (off, on) = (description.get("offRamp"), description.get("onRamp"));
        let mut ways = Vec::new();
        for (is_on_ramp, given, field) in [(false, off, "offRamp"), (true, on, "onRamp")] {
            let Some(given) = given else { continue };
            let procedure = provider.procedures().iter().find(|procedure| procedure.is_on_ramp == is_on_ramp);
            let procedure = procedure.ok_or_else(|| wrong("the provider has no such payments").in_field(field))?;
            ways.push(Way::read(provider, procedure, given)?);
        }
        if ways.is_empty() {
            return Err(wrong("this or onRamp is needed").in_field("offRamp"));
        }
        let treasury = Treasury::read(description.get("treasury"), &credential)?;
        let is_asked = |step: &Step| matches!(step.asked, Asked::Treasury(_));
        if treasury.is_none() && ways.iter().any(|way| way.procedure.steps.iter().any(is_asked)) {
            return Err(wrong("the provider wants tokens, which a treasury sends").in_field("treasury"));
        }
        let amounts = off.or(on).cloned().unwrap_or(Json::Null);
        Ok(ProcedureGateway {
            event_amounts: amounts::read(&amounts, provider)?,
            quoted: amounts::quoted(&amounts, provider)?,
            // one a process, for as long as it runs
            name: String::leak(name),
            provider,
            credentials,
            client: wire(provider, timeout)?,
            world,
            seal,
            treasury,
            ways,
        })
    }

    fn way(&self, kind: PaymentType) -> Option<&Way> {
        self.ways.iter().find(|way| way.procedure.is_on_ramp == (kind == PaymentType::Onramp))
    }

    /// The request of an operation for an attempt.
    fn build(&self, operation: &str, input: &Json, reference: &str) -> Result<provider::Request, Error> {
        let mut context = Context::at((self.world.now)()?);
        context.nonce = (self.world.nonce)();
        context.request_id = Some(reference.to_owned());
        if self.provider.operation(operation)?.is_keyed() {
            context.idempotency_key = Some(reference.to_owned());
        }
        self.provider.build(operation, input, &self.credentials, &context)
    }

    /// What is known of a payment before its first step, settings included; nothing where a needed one has no value.
    fn known(way: &Way, instruction: &Instruction) -> Option<Object> {
        let mut known = values::of(instruction);
        let mut settings = Vec::new();
        for (setting, (name, template)) in way.procedure.settings.iter().zip(&way.settings) {
            match template::filled(template, &known).filter(|value| value.as_str() != Some("")) {
                Some(value) => settings.push((*name, value)),
                None if setting.is_needed => {
                    warn!(attempt_id = instruction.reference, setting = name, "A payment lacks what its gateway needs");
                    return None;
                }
                None => {}
            }
        }
        for (name, value) in settings {
            known.insert(name, value);
        }
        Some(known)
    }
}

impl Way {
    fn read(provider: Provider, procedure: &'static Procedure, given: &Json) -> Result<Way, Error> {
        let object = |name: &'static str| match given.get(name) {
            None => Ok(Object::new()),
            Some(Json::Object(object)) => Ok(object.clone()),
            Some(_) => Err(wrong("an object is needed").in_field(name)),
        };
        let (said, changed) = (object("settings")?, object("inputs")?);
        let is_setting = |name: &str| procedure.settings.iter().any(|setting| setting.name == name);
        if let Some((name, _)) = said.iter().find(|(name, _)| !is_setting(name)) {
            return Err(wrong("there is no setting of this name").in_field(name.to_owned()));
        }
        let is_step = |name: &str| procedure.steps.iter().any(|step| step.name == name);
        if let Some((name, _)) = changed.iter().find(|(name, _)| !is_step(name)) {
            return Err(wrong("there is no step of this name").in_field(name.to_owned()));
        }
        let mut settings = Vec::new();
        for setting in procedure.settings {
            let value = said.get(setting.name).cloned().unwrap_or_else(|| Json::text(setting.default));
            if setting.is_needed && value.as_str() == Some("") {
                return Err(wrong("this setting is needed").in_field(setting.name));
            }
            let mut names = Vec::new();
            template::names(&value, &mut names);
            if names.iter().any(|name| !values::NAMES.contains(&name.as_str())) {
                return Err(wrong("a placeholder is unknown").in_field(setting.name));
            }
            settings.push((setting.name, value));
        }
        let mut inputs = Vec::new();
        for step in procedure.steps {
            let input = Way::input(procedure, step, changed.get(step.name))?;
            if let Asked::Provider(operation) = step.asked {
                provider.operation(operation)?;
            }
            inputs.push((step, input));
        }
        Ok(Way { procedure, order: provider.operation(procedure.order)?, settings, inputs })
    }

    /// The input of a step, with the members that the description gives in place of its own.
    fn input(procedure: &Procedure, step: &Step, changed: Option<&Json>) -> Result<Json, Error> {
        let own = if step.input.is_empty() { Ok(Json::Null) } else { step.input.parse::<Json>() };
        let mut input = own.map_err(|_| wrong("the step's own input is no JSON").in_field(step.name))?;
        if let (Json::Object(members), Some(Json::Object(changed))) = (&mut input, changed) {
            for (name, value) in changed.iter() {
                members.insert(name, value.clone());
            }
        }
        let mut names = Vec::new();
        template::names(&input, &mut names);
        let given =
            |name: &str| procedure.steps.iter().any(|step| step.gives.iter().any(|(given, _)| bare(given) == name));
        let is_known = |name: &str| {
            values::NAMES.contains(&name) || procedure.settings.iter().any(|it| it.name == name) || given(name)
        };
        if names.iter().all(|name| is_known(name)) {
            return Ok(input);
        }
        Err(wrong("a placeholder is unknown").in_field(step.name))
    }

    /// The name under which events have the reference that the payment keeps.
    fn member(&self) -> &'static str {
        let order = self.procedure.steps.iter().find(|step| !step.reference.is_empty());
        let place = order.and_then(|step| step.gives.iter().find(|(name, _)| *name == step.reference));
        place.map_or("", |(_, place)| *place)
    }
}

/// A given name without the mark that it may be missing.
fn bare(name: &'static str) -> &'static str {
    name.trim_start_matches('?')
}

fn wrong(message: &'static str) -> Error {
    Error::new(ErrorCode::ArgumentInvalid, message)
}

#[async_trait]
impl Gateway for ProcedureGateway {
    fn name(&self) -> &'static str {
        self.name
    }

    fn orders_at(&self) -> Option<(Provider, &str)> {
        Some((self.provider, self.ways.first()?.member()))
    }

    fn event_amounts(&self) -> EventAmounts {
        self.event_amounts.clone()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for way in &self.ways {
            let is_lost = |step: &&Step| step.repeat == Repeat::Never && step.inquire == Inquire::Nothing;
            let asks = |step: &&Step| matches!(step.asked, Asked::Provider(_));
            for step in way.procedure.steps.iter().filter(asks).filter(is_lost) {
                notes.push(format!(
                    "{} cannot be asked about a step {} whose answer was lost: the payment stays PENDING until somebody asks \
                     the provider",
                    self.provider, step.name
                ));
            }
            let tracking = way.order.tracking();
            if tracking.is_some_and(|tracking| tracking.has_events && tracking.order.is_none()) {
                notes.push(format!(
                    "{} tells the end of a payment by its events alone: its webhooks are needed",
                    self.provider
                ));
            }
            if tracking.is_some_and(|tracking| tracking.has_events) && self.event_amounts.members.is_empty() {
                notes.push(format!(
                    "amounts are not held together: an event of {} ends a payment whatever amount it is about",
                    self.provider
                ));
            }
        }
        notes
    }

    fn seals(&self) -> bool {
        true
    }

    /// All that is known of it, settings included: it is gone on with as it was begun.
    fn sealed(&self, instruction: &Instruction) -> Option<String> {
        let known = ProcedureGateway::known(self.way(instruction.kind)?, instruction)?;
        self.seal.close_json(&Json::Object(known), &instruction.payment_id)
    }

    async fn on_ramp(&self, _instruction: &Instruction) -> Outcome {
        refused(GATEWAY_ERROR, "The gateway carries payments out in steps")
    }

    async fn off_ramp(&self, _instruction: &Instruction) -> Outcome {
        refused(GATEWAY_ERROR, "The gateway carries payments out in steps")
    }

    async fn inquire(&self, _attempt: &OpenAttempt) -> Inquiry {
        Inquiry::Pending
    }

    async fn carry_out(&self, instruction: &Instruction, steps: &dyn Steps) -> Outcome {
        let Some(way) = self.way(instruction.kind) else {
            return refused(GATEWAY_ERROR, "The gateway takes no such payments");
        };
        let Some(known) = ProcedureGateway::known(way, instruction) else {
            return refused(GATEWAY_ERROR, "The gateway cannot carry this payment out");
        };
        self.walk(way, known, steps, true).await
    }

    async fn carry_on(&self, attempt: &OpenAttempt, sealed: Option<&str>, steps: &dyn Steps) -> Inquiry {
        let Some(way) = self.way(attempt.kind) else { return Inquiry::Pending };
        let known = sealed.and_then(|sealed| self.seal.open_json(sealed, &attempt.payment_id));
        let outcome = match known {
            Some(Json::Object(mut known)) => {
                // it may be a later attempt than the one that it was sealed with
                known.put_text("reference", &attempt.attempt_id);
                self.walk(way, known, steps, false).await
            }
            // what its order says can still be asked for
            _ => match &attempt.gateway_reference {
                Some(reference) => self.order_of(way, reference, &attempt.attempt_id).await,
                None => return Inquiry::Pending,
            },
        };
        match outcome {
            Outcome::Busy { .. } | Outcome::Unknown { .. } => Inquiry::Pending,
            known => Inquiry::Known(known),
        }
    }
}
