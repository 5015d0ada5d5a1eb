//! Asks a provider what became of an operation whose answer was lost, once.

use super::Client;
use super::environment::Environment;
use super::settings::CallOptions;
use super::submission::Asked;
use crate::json::Json;
use crate::provider::{Answer, Context, ListQuery, OrderSearch, Outcome, OutcomeQuery, Searched, id_at};
use crate::text;

/// What asking said, with the order where there is one.
pub(super) struct Answered {
    pub(super) said: Asked,
    pub(super) order: Option<Answer>,
}

impl Answered {
    /// Nobody can be asked.
    pub(super) const fn impossible() -> Answered {
        Answered::none(Asked::Impossible)
    }

    const fn none(said: Asked) -> Answered {
        Answered { said, order: None }
    }
}

/// Why there is no answer to a question.
enum Unanswered {
    CannotBeAsked,
    NoAnswer,
}

impl<E: Environment> Client<E> {
    /// Asks about an operation with this input and key.
    pub(super) async fn ask(
        &self,
        query: &OutcomeQuery,
        input: &Json,
        key: Option<&str>,
        options: &CallOptions,
    ) -> Answered {
        let found = match query {
            OutcomeQuery::List(list) => self.find(list, input, key, options).await,
            OutcomeQuery::Order { query, members, done_in, open_in, .. } => {
                match members.iter().find_map(|member| input.get(member)) {
                    Some(id) => self.status(query.operation, query.id, id, (*done_in, *open_in), options).await,
                    None => Err(Unanswered::CannotBeAsked),
                }
            }
        };
        found.unwrap_or_else(|none| match none {
            Unanswered::CannotBeAsked => Answered::impossible(),
            Unanswered::NoAnswer => Answered::none(Asked::NoAnswer),
        })
    }

    /// Where the order stands.
    async fn status(
        &self,
        operation: &str,
        member: &str,
        id: &Json,
        (done_in, open_in): (&str, &str),
        options: &CallOptions,
    ) -> Result<Answered, Unanswered> {
        let asked = Json::object([(member, id.clone())]);
        let answer = self.look_up(operation, &asked, options).await?;
        let Outcome::Accepted(values) = &answer.outcome else { return Err(Unanswered::NoAnswer) };
        // an answer about another order says nothing of this one
        if id_at(values, member).is_some_and(|found| Some(found.as_str()) != id.as_str()) {
            return Err(Unanswered::NoAnswer);
        }
        let word = values.get("status").and_then(Json::as_str).map(str::to_owned);
        let word = word.ok_or(Unanswered::NoAnswer)?;
        let said = if text::contains_word(done_in, &word) {
            Asked::Done
        } else if text::contains_word(open_in, &word) {
            Asked::Open
        } else {
            Asked::Elsewhere(word)
        };
        Ok(Answered { said, order: Some(answer) })
    }

    /// The order that a list has under what the request called it, or under the key.
    async fn find(
        &self,
        list: &ListQuery,
        input: &Json,
        key: Option<&str>,
        options: &CallOptions,
    ) -> Result<Answered, Unanswered> {
        let own = input.get(list.reference).and_then(Json::as_str).or(key);
        let own = own.ok_or(Unanswered::CannotBeAsked)?;
        let mut asked = options.inquiry.clone();
        if let Some((member, most)) = list.limit {
            asked.insert(member, Json::number(u64::from(most)));
        }
        let mut search = OrderSearch::new(list.id, list.reference, own);
        for page in 1..=OrderSearch::PAGES {
            if let Some(member) = list.page {
                asked.insert(member, Json::number(page));
            }
            let answer = self.look_up(list.operation, &Json::Object(asked.clone()), options).await?;
            let Outcome::Accepted(values) = answer.outcome else { return Err(Unanswered::NoAnswer) };
            let orders = values.get(list.orders).and_then(Json::as_array).unwrap_or_default();
            if !search.read(orders) || list.page.is_none() {
                break;
            }
        }
        match search.finish() {
            Searched::NotThere => Ok(Answered::none(Asked::Open)),
            Searched::Several => Err(Unanswered::NoAnswer),
            Searched::Found(_, order) => {
                let word = order.get("status").and_then(Json::as_str).map(str::to_owned);
                let status = word.map(|word| self.provider().status(&word));
                let raw = Json::Object(order.clone());
                let order = Answer { outcome: Outcome::Accepted(order), status, statuses: Vec::new(), raw };
                Ok(Answered { said: Asked::Done, order: Some(order) })
            }
        }
    }

    /// The answer of an operation that reads: a refusal is none.
    async fn look_up(&self, operation: &str, input: &Json, options: &CallOptions) -> Result<Answer, Unanswered> {
        // a quote that ran out does not keep anybody from asking
        let context = Context { expires_at: None, ..options.context.clone() };
        let request = self.build(operation, input, None, &context).map_err(|_| Unanswered::CannotBeAsked)?;
        let received = self.send_once(&request).await.map_err(|_| Unanswered::NoAnswer)?;
        let answer = received.read(|response| self.provider().parse(operation, response));
        let answer = answer.map_err(|_| Unanswered::NoAnswer)?;
        match &answer.outcome {
            Outcome::Accepted(_) => Ok(answer),
            Outcome::Refused { .. } => Err(Unanswered::NoAnswer),
        }
    }
}
