//! Accounts and signing in.
