//! Requests and answers with the types of their members, for native callers: each provider's are written from its
//! tables by `UPDATE_DOCS=1 cargo test --test docs`, with the macros below.
//!
//! They become the JSON that [`Provider::build`] takes, which says what is wrong with a value.

use rust_decimal::Decimal;

use super::http::Response;
use super::{Answer, Context, Credentials, Outcome, Provider, Request};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::timestamp::Timestamp;

/// The input of an operation.
pub trait TypedRequest {
    /// Whose operation it is.
    const PROVIDER: Provider;

    /// The name of the operation.
    const OPERATION: &'static str;

    /// What the operation promises.
    type Values: TypedValues;

    /// The input as the JSON that [`Provider::build`] takes.
    fn to_json(&self) -> Json;
}

/// What an answer holds.
pub trait TypedValues: Sized {
    /// Reads the values of an answer that was accepted.
    ///
    /// # Errors
    /// `ANSWER_INVALID` where one is missing or of another type.
    fn read(values: &Object) -> Result<Self, Error>;
}

/// An answer, and its values where it was no refusal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TypedAnswer<Values> {
    /// What the operation promises; none where the provider refused.
    pub values: Option<Values>,
    /// The answer as [`Provider::parse`] reads it.
    pub answer: Answer,
}

/// Builds the request of a typed input.
pub(super) fn build<R: TypedRequest>(
    request: &R,
    credentials: &Credentials,
    context: &Context,
) -> Result<Request, Error> {
    R::PROVIDER.build(R::OPERATION, &request.to_json(), credentials, context)
}

/// Reads the answer to a typed request.
pub(super) fn parse<R: TypedRequest>(response: &Response<'_>) -> Result<TypedAnswer<R::Values>, Error> {
    let answer = R::PROVIDER.parse(R::OPERATION, response)?;
    let values = match &answer.outcome {
        Outcome::Accepted(values) => Some(R::Values::read(values)?),
        Outcome::Refused { .. } => None,
    };
    Ok(TypedAnswer { values, answer })
}

/// A member of an input.
pub(super) trait Member {
    fn to_json(&self) -> Json;
}

impl Member for String {
    fn to_json(&self) -> Json {
        Json::text(self)
    }
}

impl Member for bool {
    fn to_json(&self) -> Json {
        Json::Bool(*self)
    }
}

/// In digits, which every operation takes as text too.
impl Member for u64 {
    fn to_json(&self) -> Json {
        Json::String(self.to_string())
    }
}

/// As text, so that no digit is lost.
impl Member for Decimal {
    fn to_json(&self) -> Json {
        Json::String(self.to_string())
    }
}

impl Member for Timestamp {
    fn to_json(&self) -> Json {
        Json::String(self.to_text())
    }
}

impl Member for Object {
    fn to_json(&self) -> Json {
        Json::Object(self.clone())
    }
}

impl<T: Member> Member for Vec<T> {
    fn to_json(&self) -> Json {
        Json::Array(self.iter().map(Member::to_json).collect())
    }
}

/// A value of an answer.
pub(super) trait Value: Sized {
    fn read(json: &Json) -> Option<Self>;
}

/// Ids and amounts may be numbers.
impl Value for String {
    fn read(json: &Json) -> Option<String> {
        json.as_str().or_else(|| json.as_number()).map(str::to_owned)
    }
}

impl Value for u64 {
    fn read(json: &Json) -> Option<u64> {
        json.as_str()?.parse().ok()
    }
}

impl Value for Json {
    fn read(json: &Json) -> Option<Json> {
        Some(json.clone())
    }
}

impl Value for Object {
    fn read(json: &Json) -> Option<Object> {
        json.as_object().cloned()
    }
}

impl<T: Value> Value for Vec<T> {
    fn read(json: &Json) -> Option<Vec<T>> {
        json.as_array()?.iter().map(T::read).collect()
    }
}

/// The value of a name; none where it is not there.
pub(super) fn value<T: Value>(values: &Object, name: &'static str) -> Result<Option<T>, Error> {
    let wrong = || Error::new(ErrorCode::AnswerInvalid, "the answer holds a value of another type").in_field(name);
    values.get(name).map(|json| T::read(json).ok_or_else(wrong)).transpose()
}

/// The value of a name that has to be there.
pub(super) fn needed<T: Value>(values: &Object, name: &'static str) -> Result<T, Error> {
    let lacks = || Error::new(ErrorCode::AnswerInvalid, "the answer lacks a value that it is for").in_field(name);
    value(values, name)?.ok_or_else(lacks)
}

/// An object among the members of an input.
macro_rules! record {
    ($(#[doc = $about:literal])+ $record:ident {}
     optional { $($(#[doc = $help:literal])+ $member:ident: $type:ty = $name:literal,)* }) => {
        $(#[doc = $about])+
        #[derive(Clone, Default, PartialEq)]
        pub struct $record {
            $($(#[doc = $help])+ pub $member: Option<$type>,)*
        }

        crate::provider::typed::record!(@write $record {} optional { $($member = $name,)* });
    };
    ($(#[doc = $about:literal])+ $record:ident
     { $($(#[doc = $needed_help:literal])+ $needed:ident: $needed_type:ty = $needed_name:literal,)+ }
     optional { $($(#[doc = $help:literal])+ $member:ident: $type:ty = $name:literal,)* }) => {
        $(#[doc = $about])+
        #[derive(Clone, PartialEq)]
        pub struct $record {
            $($(#[doc = $needed_help])+ pub $needed: $needed_type,)+
            $($(#[doc = $help])+ pub $member: Option<$type>,)*
        }

        impl $record {
            /// With what has to be there, and nothing else.
            #[must_use]
            pub fn new($($needed: impl Into<$needed_type>),+) -> $record {
                $record { $($needed: $needed.into(),)+ $($member: None,)* }
            }
        }

        crate::provider::typed::record!(@write $record { $($needed = $needed_name,)+ } optional { $($member = $name,)* });
    };
    (@write $record:ident { $($needed:ident = $needed_name:literal,)* } optional { $($member:ident = $name:literal,)* }) => {
        impl crate::provider::typed::Member for $record {
            fn to_json(&self) -> crate::json::Json {
                let members: Vec<Option<(&'static str, crate::json::Json)>> = vec![
                    $(Some(($needed_name, crate::provider::typed::Member::to_json(&self.$needed))),)*
                    $(self.$member.as_ref().map(|member| ($name, crate::provider::typed::Member::to_json(member))),)*
                ];
                crate::json::Json::object(members.into_iter().flatten())
            }
        }

        /// The name alone: what it holds is somebody's.
        impl std::fmt::Debug for $record {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($record)).finish_non_exhaustive()
            }
        }
    };
}
pub(super) use record;

/// What makes a record the input of an operation.
macro_rules! request {
    ($record:ident = $provider:ident $operation:literal -> $values:ident) => {
        impl crate::provider::typed::TypedRequest for $record {
            const PROVIDER: crate::provider::Provider = crate::provider::Provider::$provider;
            const OPERATION: &'static str = $operation;
            type Values = $values;

            fn to_json(&self) -> crate::json::Json {
                crate::provider::typed::Member::to_json(self)
            }
        }

        impl $record {
            /// Builds and signs the request.
            ///
            /// # Errors
            /// Those of [`Provider::build`](crate::Provider::build).
            pub fn build(
                &self,
                credentials: &crate::provider::Credentials,
                context: &crate::provider::Context,
            ) -> Result<crate::provider::Request, crate::Error> {
                crate::provider::typed::build(self, credentials, context)
            }

            /// Reads the answer.
            ///
            /// # Errors
            /// Those of [`Provider::parse`](crate::Provider::parse), and `ANSWER_INVALID` where a value is of another
            /// type than documented.
            pub fn parse(
                response: &crate::provider::Response<'_>,
            ) -> Result<crate::provider::TypedAnswer<$values>, crate::Error> {
                crate::provider::typed::parse::<$record>(response)
            }
        }
    };
}
pub(super) use request;

/// What an operation promises.
macro_rules! values {
    ($(#[doc = $about:literal])+ $values:ident { $($needed:ident: $needed_type:ty = $needed_name:literal,)* }
     optional { $($member:ident: $type:ty = $name:literal,)* }) => {
        $(#[doc = $about])+
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $values {
            $(#[doc = concat!("`", $needed_name, "`")] pub $needed: $needed_type,)*
            $(#[doc = concat!("`", $name, "`, where the answer says it.")] pub $member: Option<$type>,)*
            /// All values under their documented names, these and what else the answer holds.
            pub all: crate::json::Object,
        }

        impl crate::provider::typed::TypedValues for $values {
            fn read(values: &crate::json::Object) -> Result<$values, crate::Error> {
                Ok($values {
                    $($needed: crate::provider::typed::needed(values, $needed_name)?,)*
                    $($member: crate::provider::typed::value(values, $name)?,)*
                    all: values.clone(),
                })
            }
        }

        /// The name alone: what it holds is somebody's.
        impl std::fmt::Debug for $values {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($values)).finish_non_exhaustive()
            }
        }
    };
}
pub(super) use values;

/// A member that is one of these words.
macro_rules! choice {
    ($(#[doc = $about:literal])+ $choice:ident { $($word:ident = $text:literal,)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $choice {
            $(#[doc = concat!("`", $text, "`")] $word,)+
        }

        impl $choice {
            /// The word as it is sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($choice::$word => $text,)+ }
            }
        }

        impl crate::provider::typed::Member for $choice {
            fn to_json(&self) -> crate::json::Json {
                crate::json::Json::text(self.as_str())
            }
        }
    };
}
pub(super) use choice;
