//! The kernel of what a person sees: requests, fields, forms, pages, errors, the document around a page, and the NHS components.
//!
//! It knows no feature. Features build on it, and `routes` puts them together.

pub mod address;
pub mod assets;
pub mod components;
pub mod document;
pub mod errors;
pub mod fields;
pub mod flash;
pub mod form;
pub mod form_body;
pub mod format;
pub mod menu;
pub mod multipart;
pub mod outcome;
pub mod page;
pub mod request;
pub mod route;
pub mod server_functions;
pub mod session;
pub mod told;
