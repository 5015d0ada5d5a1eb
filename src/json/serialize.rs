//! JSON from any type that serde serializes: integers and text, and no floats.

use serde::ser::{self, Serialize};

use super::error::Problem;
use super::{Json, JsonError, Number, Object};

impl Json {
    /// The JSON of a value. Amounts are text or whole numbers: a float is refused.
    ///
    /// # Errors
    /// For floats, for maps whose keys are no text, and where the type says that it cannot be serialized.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use offramp_core::Json;
    ///
    /// let json = Json::of(&BTreeMap::from([("amount", "12.50"), ("currency", "EUR")]))?;
    /// assert_eq!(json.to_string(), r#"{"amount":"12.50","currency":"EUR"}"#);
    /// assert!(Json::of(&12.5).is_err());
    /// # Ok::<(), offramp_core::JsonError>(())
    /// ```
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Json, JsonError> {
        value.serialize(Serializer).map_err(|Refused| JsonError(Problem::NotExact))
    }
}

/// What cannot be JSON. What a type says of it may hold what was refused, so it is left out.
#[derive(Clone, Copy, Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        JsonError(Problem::NotExact).fmt(f)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: std::fmt::Display>(_message: T) -> Refused {
        Refused
    }
}

#[derive(Clone, Copy)]
struct Serializer;

/// The elements of a list, which may be the value of a variant.
struct List(Vec<Json>, Option<&'static str>);

/// The members of an object, which may be the value of a variant; and the name that waits for its value.
struct Members(Object, Option<&'static str>, Option<String>);

/// `{name: json}` for the value of a variant.
fn wrapped(name: Option<&'static str>, json: Json) -> Json {
    match name {
        None => json,
        Some(name) => Json::object([(name, json)]),
    }
}

macro_rules! whole_numbers {
    ($($method:ident $type:ty)+) => {
        $(fn $method(self, number: $type) -> Result<Json, Refused> {
            number.to_string().parse::<Number>().map(Json::Number).map_err(|_| Refused)
        })+
    };
}

macro_rules! refused {
    ($($method:ident $type:ty)+) => {
        $(fn $method(self, _: $type) -> Result<Json, Refused> {
            Err(Refused)
        })+
    };
}

#[expect(clippy::disallowed_types, reason = "floats are named to be refused")]
impl ser::Serializer for Serializer {
    type Ok = Json;
    type Error = Refused;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Members;

    whole_numbers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64 serialize_i128 i128
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64 serialize_u128 u128
    }

    fn serialize_bool(self, value: bool) -> Result<Json, Refused> {
        Ok(Json::Bool(value))
    }

    refused! { serialize_f32 f32 serialize_f64 f64 }

    fn serialize_char(self, value: char) -> Result<Json, Refused> {
        Ok(Json::String(value.into()))
    }

    fn serialize_str(self, value: &str) -> Result<Json, Refused> {
        Ok(Json::text(value))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Json, Refused> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<Json, Refused> {
        Ok(Json::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Json, Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Json, Refused> {
        Ok(Json::Null)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Json, Refused> {
        Ok(Json::Null)
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result<Json, Refused> {
        Ok(Json::text(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result<Json, Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Json, Refused> {
        Ok(wrapped(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<List, Refused> {
        Ok(List(Vec::new(), None))
    }

    fn serialize_tuple(self, _length: usize) -> Result<List, Refused> {
        Ok(List(Vec::new(), None))
    }

    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<List, Refused> {
        Ok(List(Vec::new(), None))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<List, Refused> {
        Ok(List(Vec::new(), Some(variant)))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Members, Refused> {
        Ok(Members(Object::new(), None, None))
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Members, Refused> {
        Ok(Members(Object::new(), None, None))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Members, Refused> {
        Ok(Members(Object::new(), Some(variant), None))
    }
}

macro_rules! lists {
    ($($of:ident $method:ident)+) => {
        $(impl ser::$of for List {
            type Ok = Json;
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                self.0.push(value.serialize(Serializer)?);
                Ok(())
            }

            fn end(self) -> Result<Json, Refused> {
                Ok(wrapped(self.1, Json::Array(self.0)))
            }
        })+
    };
}

lists! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! structs {
    ($($of:ident)+) => {
        $(impl ser::$of for Members {
            type Ok = Json;
            type Error = Refused;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
                self.0.insert(name, value.serialize(Serializer)?);
                Ok(())
            }

            fn end(self) -> Result<Json, Refused> {
                Ok(wrapped(self.1, Json::Object(self.0)))
            }
        })+
    };
}

structs! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Members {
    type Ok = Json;
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        match key.serialize(Serializer)? {
            Json::String(name) => {
                self.2 = Some(name);
                Ok(())
            }
            _ => Err(Refused),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let name = self.2.take().ok_or(Refused)?;
        self.0.insert(name, value.serialize(Serializer)?);
        Ok(())
    }

    fn end(self) -> Result<Json, Refused> {
        Ok(Json::Object(self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    enum Way {
        Plain,
        Named { iban: &'static str },
        One(u64),
        Two(bool, char),
    }

    #[derive(Serialize)]
    struct Payment {
        reference: &'static str,
        #[serde(rename = "minorUnits")]
        minor_units: u64,
        note: Option<&'static str>,
        ways: Vec<Way>,
        least: i128,
    }

    #[test]
    fn values_become_what_serde_json_makes_of_them() {
        let payment = Payment {
            reference: "INV-1",
            minor_units: u64::MAX,
            note: None,
            ways: vec![Way::Plain, Way::Named { iban: "x" }, Way::One(1), Way::Two(true, 'c')],
            least: i128::from(i64::MIN),
        };
        assert_eq!(Json::of(&payment).unwrap().to_string(), serde_json::to_string(&payment).unwrap());
        // amounts of JSON that was read are text, as everywhere else that it goes
        let read: Json = r#"{"a":[1.50,"b",null]}"#.parse().unwrap();
        assert_eq!(Json::of(&read).unwrap().to_string(), r#"{"a":["1.50","b",null]}"#);
    }

    #[test]
    fn floats_and_keys_that_are_no_text_are_refused() {
        let floats = Json::of(&BTreeMap::from([("a", 1.5_f64)])).unwrap_err();
        assert!(floats.to_string().starts_with("text, whole numbers"));
        assert!(Json::of(&BTreeMap::from([(1, "a")])).is_err());
    }
}
