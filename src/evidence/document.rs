//! The text of a plan or state, before anything is made of it.

use super::Refusal;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

/// How many bytes the values of a document may take in memory: some fifty times
/// what a plan of 300 routes and 300 functions does.
const LIMIT: usize = 1 << 30;

/// What an object takes, and each value in it or in a list; about.
const OBJECT: usize = 700;
const VALUE: usize = 60;

/// Reads the JSON of a plan or state.
///
/// # Errors
///
/// When it is not JSON, says something twice, or is too large.
pub fn document(bytes: &[u8]) -> Result<Value, Refusal> {
    read(bytes, LIMIT)
}

fn read(bytes: &[u8], limit: usize) -> Result<Value, Refusal> {
    let left = Cell::new(limit);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    if let Err(error) = Once(&left).deserialize(&mut reader) {
        return Err(Refusal::new(match error.is_data() {
            true => error.to_string(),
            false => format!("it is not JSON: {error}"),
        }));
    }
    serde_json::from_slice(bytes).map_err(|error| Refusal::new(format!("it is not JSON: {error}")))
}

/// JSON in which no object has a key twice. Readers differ in which of the two
/// they take, and Terraform writes no such thing. Counts down what a document may take.
#[derive(Clone, Copy)]
struct Once<'w>(&'w Cell<usize>);

impl Once<'_> {
    fn weigh<E: Error>(self, more: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(more);
        self.0
            .set(left.ok_or_else(|| E::custom("it is too large"))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.weigh(OBJECT)?;
        let mut keys: HashSet<String> = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            self.weigh(VALUE)?;
            map.next_value_seed(self)?;
            if keys.contains(&key) {
                return Err(A::Error::custom(format_args!(
                    "it has the key {} twice in one object, which Terraform never writes",
                    Value::from(key.as_str())
                )));
            }
            keys.insert(key);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {
            self.weigh(VALUE)?;
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{document, read};

    #[test]
    fn nothing_is_said_twice() {
        assert!(document(br#"{"a": [1, -1, 1.5, true, null, "x", {"b": {}}]}"#).is_ok());
        for twice in [
            r#"{"a": 1, "a": 1}"#,
            r#"{"a": 1, "\u0061": 2}"#,
            r#"{"x": [{"a": {}, "b": 1, "a": {}}]}"#,
        ] {
            let error = document(twice.as_bytes()).unwrap_err().to_string();
            assert!(error.contains("\"a\" twice"), "{error}");
        }
        for broken in ["", "{", "{\"a\": 1} x", "[1,]"] {
            assert!(document(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn what_takes_too_much_memory_is_refused() {
        let small = format!("[{}1]", "{\"a\":1},".repeat(1_000));
        assert!(read(small.as_bytes(), 1 << 20).is_ok());
        let large = format!("[{}1]", "{\"a\":1},".repeat(2_000));
        assert!(read(large.as_bytes(), 1 << 20).is_err());
    }
}
