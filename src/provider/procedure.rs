//! How a payment is carried out at a provider, step by step, as data: what is asked, what of each answer later steps
//! are told, which step moves money, which may be repeated, and what is asked where nobody knows what became of one.
//!
//! A provider's folder holds its procedures; whoever carries payments out reads them and knows no provider by name.

/// How a payment is carried out.
#[derive(Debug)]
#[non_exhaustive]
pub struct Procedure {
    /// Whether money is taken from an account rather than sent to one.
    pub is_on_ramp: bool,
    /// The operation whose answer is the order: what it is tracked by is in its [`super::Tracking`].
    pub order: &'static str,
    /// What whoever runs it has to say.
    pub settings: &'static [Setting],
    /// One after the other.
    pub steps: &'static [Step],
}

/// Something that the provider's documents leave to whoever pays.
#[derive(Debug)]
#[non_exhaustive]
pub struct Setting {
    /// Its name in placeholders.
    pub name: &'static str,
    /// What it is where it is not said: text with placeholders; empty for nothing.
    pub default: &'static str,
    /// Whether no payment can do without it.
    pub is_needed: bool,
    /// What it is.
    pub summary: &'static str,
}

/// Who is asked in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Asked {
    /// The provider, by this operation.
    Provider(&'static str),
    /// The payer's own treasury, which holds the tokens and sees the accounts, by this name.
    Treasury(&'static str),
    /// Nobody: an event of this id has to have come, with placeholders in it.
    Event(&'static str),
}

/// Whether a step whose outcome nobody knows may be done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// Doing it twice does no harm: what it makes pays nobody.
    Harmless,
    /// It has a key by which whoever is asked knows it again.
    SameKey,
    /// Never: it is asked about, or stays unknown.
    Never,
}

/// What is asked where nobody knows what became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inquire {
    /// Nothing.
    Nothing,
    /// The list of orders that the operation is tracked by, with this input.
    List(&'static str),
    /// The order: [`Step::done_in`] says in which statuses the step was done.
    Order,
}

/// One step. Inputs are JSON text in which `{name}` stands for what is known of the payment, of the settings or of the
/// answers to earlier steps, `{a|b}` for the first that is known; a member whose value is not known is left out.
#[derive(Debug)]
#[non_exhaustive]
pub struct Step {
    /// What it is called where it is recorded; no two of a procedure are alike.
    pub name: &'static str,
    /// Who is asked.
    pub asked: Asked,
    /// With what.
    pub input: &'static str,
    /// What later steps are told: a name, and the places of the answer at which it may stand. A name that begins with a
    /// question mark may be missing.
    pub gives: &'static [(&'static str, &'static str)],
    /// The given name by which the payment is known at the provider; empty where the step makes no order.
    pub reference: &'static str,
    /// Whether money or tokens may have moved once it was begun. Nothing that comes to nothing before is lost.
    pub moves_money: bool,
    /// Whether it may be done again where its outcome is not known.
    pub repeat: Repeat,
    /// What is asked then, before it is done again.
    pub inquire: Inquire,
    /// It is left out where this name is known.
    pub unless: &'static str,
    /// It is left out where this name is not known.
    pub needs: &'static str,
    /// The order's statuses, with blanks between them, in which it is done; empty for any.
    pub only_in: &'static str,
    /// Those in which it has been done already.
    pub done_in: &'static str,
    /// The given name that says until when its answer is of use: after that it is done anew, unless a later step was
    /// begun.
    pub expires: &'static str,
    /// Members of the answer that hold an amount, and its currency: one in the payment's currency must be the payment's
    /// amount, or it ends before anything has moved.
    pub holds: &'static [(&'static str, &'static str)],
    /// Whether an answer without what it is for means that it is there later.
    pub is_awaited: bool,
    /// Whether what it gives must not be kept in clear.
    pub is_secret: bool,
}

impl Setting {
    pub(super) const fn needed(name: &'static str, summary: &'static str) -> Setting {
        Setting { name, default: "", is_needed: true, summary }
    }

    pub(super) const fn optional(name: &'static str, summary: &'static str) -> Setting {
        Setting { name, default: "", is_needed: false, summary }
    }

    pub(super) const fn or(mut self, default: &'static str) -> Setting {
        self.default = default;
        self
    }
}

impl Step {
    /// A step of which nothing is said but what it asks, and which is never repeated.
    pub(super) const fn new(name: &'static str, asked: Asked, input: &'static str) -> Step {
        Step {
            name,
            asked,
            input,
            gives: &[],
            reference: "",
            moves_money: false,
            repeat: Repeat::Never,
            inquire: Inquire::Nothing,
            unless: "",
            needs: "",
            only_in: "",
            done_in: "",
            expires: "",
            holds: &[],
            is_awaited: false,
            is_secret: false,
        }
    }

    /// An operation of the same name.
    pub(super) const fn ask(operation: &'static str, input: &'static str) -> Step {
        Step::new(operation, Asked::Provider(operation), input)
    }

    /// A question or an order to the treasury, which knows it again by its key.
    pub(super) const fn treasury(name: &'static str, input: &'static str) -> Step {
        Step { repeat: Repeat::SameKey, ..Step::new(name, Asked::Treasury(name), input) }
    }

    /// That an event has come.
    pub(super) const fn event(name: &'static str, id: &'static str) -> Step {
        Step::new(name, Asked::Event(id), "")
    }

    pub(super) const fn named(mut self, name: &'static str) -> Step {
        self.name = name;
        self
    }

    pub(super) const fn gives(mut self, gives: &'static [(&'static str, &'static str)]) -> Step {
        self.gives = gives;
        self
    }

    pub(super) const fn order(mut self, reference: &'static str) -> Step {
        self.reference = reference;
        self
    }

    pub(super) const fn moves_money(mut self) -> Step {
        self.moves_money = true;
        self
    }

    pub(super) const fn harmless(mut self) -> Step {
        self.repeat = Repeat::Harmless;
        self
    }

    pub(super) const fn keyed(mut self) -> Step {
        self.repeat = Repeat::SameKey;
        self
    }

    pub(super) const fn inquire(mut self, inquire: Inquire) -> Step {
        self.inquire = inquire;
        self
    }

    pub(super) const fn unless(mut self, name: &'static str) -> Step {
        self.unless = name;
        self
    }

    pub(super) const fn needs(mut self, name: &'static str) -> Step {
        self.needs = name;
        self
    }

    pub(super) const fn only_in(mut self, statuses: &'static str, done_in: &'static str) -> Step {
        self.only_in = statuses;
        self.done_in = done_in;
        self
    }

    pub(super) const fn expires(mut self, name: &'static str) -> Step {
        self.expires = name;
        self
    }

    pub(super) const fn holds(mut self, amounts: &'static [(&'static str, &'static str)]) -> Step {
        self.holds = amounts;
        self
    }

    pub(super) const fn awaited(mut self) -> Step {
        self.is_awaited = true;
        self
    }

    pub(super) const fn secret(mut self) -> Step {
        self.is_secret = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;
    use crate::provider::Provider;

    fn all() -> impl Iterator<Item = (Provider, &'static Procedure)> {
        Provider::ALL.iter().flat_map(|provider| provider.procedures().iter().map(|procedure| (*provider, procedure)))
    }

    #[test]
    fn every_operation_that_pays_has_a_procedure() {
        for provider in Provider::ALL {
            for operation in provider.operations().iter().filter(|operation| operation.tracking().is_some()) {
                let is_there = provider.procedures().iter().any(|procedure| procedure.order == operation.name());
                assert!(is_there, "{provider} {}", operation.name());
            }
        }
    }

    #[test]
    fn steps_name_what_is_there() {
        for (provider, procedure) in all() {
            let mut names = Vec::new();
            for step in procedure.steps {
                let at = format!("{provider} {}", step.name);
                assert!(!names.contains(&step.name), "{at}: twice");
                names.push(step.name);
                assert!(step.input.is_empty() || step.input.parse::<Json>().is_ok(), "{at}: {}", step.input);
                if let Asked::Provider(operation) = step.asked {
                    let operation = provider.operation(operation).unwrap();
                    let is_safe = operation.is_repeatable() || step.repeat != Repeat::Harmless || !step.moves_money;
                    assert!(is_safe, "{at}: what moves money is not harmless");
                }
                for word in step.only_in.split_ascii_whitespace().chain(step.done_in.split_ascii_whitespace()) {
                    assert!(provider.statuses().any(|(name, _)| name == word), "{at}: {word}");
                }
                let gives = |name: &str| step.gives.iter().any(|(given, _)| given.trim_start_matches('?') == name);
                for name in [step.reference, step.expires] {
                    assert!(name.is_empty() || gives(name), "{at}: {name}");
                }
                let asks_order = step.inquire == Inquire::Order || !step.only_in.is_empty();
                let tracking = provider.operation(procedure.order).unwrap().tracking().unwrap();
                assert!(!asks_order || tracking.order.is_some(), "{at}: the order cannot be asked for");
                assert!(!matches!(step.inquire, Inquire::List(_)) || tracking.list.is_some(), "{at}: there is no list");
            }
            assert!(procedure.steps.iter().any(|step| step.moves_money), "{provider}");
            assert!(procedure.steps.iter().any(|step| !step.reference.is_empty()), "{provider}");
        }
    }
}
