//! One endpoint of a provider as data.

use super::answer::Value;
use super::http::Method;
use super::input::{self, Input, Terms, Together};
use super::tracking::Tracking;
use crate::finding::Finding;
use crate::json::{Json, Object};

/// Rules that are no table's; may replace members by their electronic form.
pub(super) type Check = fn(&mut Object, &Terms<'_>, &mut Vec<Finding>);

/// One endpoint of a provider.
#[derive(Debug)]
pub struct Operation {
    pub(super) name: &'static str,
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) summary: &'static str,
    pub(super) method: Method,
    /// With the names of members in braces.
    pub(super) path: &'static str,
    pub(super) input: &'static [Input],
    pub(super) answer: &'static [Value],
    pub(super) check: Check,
    /// What members want of each other.
    pub(super) together: &'static [Together],
    /// Whether sending it again can do no harm.
    pub(super) is_repeatable: bool,
    /// Whether the provider knows a request again by an idempotency key.
    pub(super) is_keyed: bool,
    /// Whether the answer is an order with a status.
    pub(super) is_order: bool,
    /// The operation that tells what became of it, where that is not known.
    pub(super) asked_by: &'static str,
    /// The members that make it the same payment, with blanks between them; all of them, where none is named.
    pub(super) key: &'static str,
    /// Where it pays out: how it is learnt what became of that.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) tracking: Option<&'static Tracking>,
}

fn no_check(_: &mut Object, _: &Terms<'_>, _: &mut Vec<Finding>) {}

impl Operation {
    const fn new(
        method: Method,
        name: &'static str,
        path: &'static str,
        summary: &'static str,
        input: &'static [Input],
        answer: &'static [Value],
    ) -> Operation {
        #[cfg(target_arch = "wasm32")]
        let _ = summary;
        Operation {
            name,
            #[cfg(not(target_arch = "wasm32"))]
            summary,
            is_repeatable: matches!(method, Method::Get),
            method,
            path,
            input,
            answer,
            check: no_check,
            together: &[],
            is_keyed: false,
            is_order: false,
            asked_by: "",
            key: "",
            #[cfg(not(target_arch = "wasm32"))]
            tracking: None,
        }
    }

    pub(super) const fn get(
        name: &'static str,
        path: &'static str,
        summary: &'static str,
        input: &'static [Input],
        answer: &'static [Value],
    ) -> Operation {
        Operation::new(Method::Get, name, path, summary, input, answer)
    }

    pub(super) const fn post(
        name: &'static str,
        path: &'static str,
        summary: &'static str,
        input: &'static [Input],
        answer: &'static [Value],
    ) -> Operation {
        Operation::new(Method::Post, name, path, summary, input, answer)
    }

    pub(super) const fn delete(
        name: &'static str,
        path: &'static str,
        summary: &'static str,
        input: &'static [Input],
    ) -> Operation {
        Operation::new(Method::Delete, name, path, summary, input, &[]).repeatable()
    }

    pub(super) const fn with_check(mut self, check: Check) -> Operation {
        self.check = check;
        self
    }

    /// Members want this of each other.
    pub(super) const fn together(mut self, together: &'static [Together]) -> Operation {
        self.together = together;
        self
    }

    /// Sending it again can do no harm.
    pub(super) const fn repeatable(mut self) -> Operation {
        self.is_repeatable = true;
        self
    }

    /// The answer is an order.
    pub(super) const fn order(mut self) -> Operation {
        self.is_order = true;
        self
    }

    /// What became of it is asked for with this operation.
    pub(super) const fn asked_by(mut self, operation: &'static str) -> Operation {
        self.asked_by = operation;
        self
    }

    /// These members make it the same payment.
    pub(super) const fn same_by(mut self, key: &'static str) -> Operation {
        self.key = key;
        self
    }

    /// The provider takes an idempotency key with it.
    pub(super) const fn keyed(mut self) -> Operation {
        self.is_keyed = true;
        self
    }

    /// It pays out, and what became of that is learnt so.
    pub(super) const fn tracked(self, tracking: &'static Tracking) -> Operation {
        #[cfg(not(target_arch = "wasm32"))]
        let tracked = Operation { tracking: Some(tracking), ..self };
        // the module sends nothing and asks nobody
        #[cfg(target_arch = "wasm32")]
        let (tracked, _) = (self, tracking);
        tracked
    }

    /// The name in JSON, JavaScript and on the command line.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// One sentence.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub const fn summary(&self) -> &'static str {
        self.summary
    }

    /// Whether sending it again can do no harm.
    #[must_use]
    pub const fn is_repeatable(&self) -> bool {
        self.is_repeatable
    }

    /// Whether the provider knows a request again by an idempotency key.
    #[must_use]
    pub const fn is_keyed(&self) -> bool {
        self.is_keyed
    }

    /// How it is learnt what became of the payment that the operation begins; none where it moves no money, or
    /// where there is no way to learn it.
    ///
    /// ```
    /// use offramp_core::Provider;
    ///
    /// let tracking = Provider::Sentra.operation("createTransfer")?.tracking().unwrap();
    /// assert_eq!(tracking.order.map(|ask| ask.operation), Some("getPayment"));
    /// assert!(Provider::Sentra.operation("getRate")?.tracking().is_none());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub const fn tracking(&self) -> Option<&'static Tracking> {
        self.tracking
    }

    /// The JSON Schema (2020-12) of the input.
    ///
    /// ```
    /// use offramp_core::{Json, Provider};
    ///
    /// let schema = Provider::Coinut.operation("createCustomer")?.input_schema();
    /// assert_eq!(schema.get("type").and_then(Json::as_str), Some("object"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    #[must_use]
    pub fn input_schema(&self) -> Json {
        input::json_schema(self.name, self.input, self.together)
    }

    /// `{name, summary, method, path, repeatable, keyed, input, answer}`, where `input` is the JSON Schema and `answer`
    /// what is promised: `{name, type: "text" | "count" | "list" | "members" | "any", needed}`, where `members` are
    /// all that an object has. The WASM module leaves out what is for reading: the summary, the descriptions in the
    /// schema and the answer.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("name", self.name);
        #[cfg(not(target_arch = "wasm32"))]
        json.put_text("summary", self.summary);
        json.put_text("method", self.method.as_str());
        json.put_text("path", self.path);
        json.put("repeatable", Json::Bool(self.is_repeatable));
        json.put("keyed", Json::Bool(self.is_keyed));
        json.put("input", self.input_schema());
        #[cfg(not(target_arch = "wasm32"))]
        json.put("answer", Json::Array(self.answer.iter().map(Value::to_json).collect()));
        Json::Object(json)
    }
}
