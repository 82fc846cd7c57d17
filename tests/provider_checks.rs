//! The checks that the compile cases rely on are tested themselves.

mod provider;
