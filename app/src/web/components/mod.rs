//! The NHS components, in the markup of nhsuk-frontend 10, as Leptos components.
//!
//! The id of a field follows from its name ([`id_of`]), so that an error summary finds it.

mod buttons;
mod chart;
mod choices;
pub mod contact;
mod date;
mod file;
mod footer;
mod form_name;
mod group;
mod icon;
mod layout;
mod lists;
mod messages;
mod pagination;
mod select;
mod table;
mod tags;
mod text;
mod textarea;
mod withdraw;

pub use buttons::{ActionLink, Button, DecisionButtons, LinkButton};
pub use chart::{Bar, BarChart, Series};
pub use choices::{Checkboxes, Choice, Radios};
pub use date::DateField;
pub use file::FileInput;
pub use footer::Footer;
pub use form_name::FormName;
pub use group::{Fieldset, id_of};
pub use icon::Icon;
pub use layout::{BackLink, Breadcrumbs, Header, PhaseBanner, SkipLink};
pub use lists::{Row, SummaryList, Task, TaskList, TaskStatus};
pub use messages::{Details, ErrorSummary, InsetText, NotificationBanner, WarningCallout};
pub use pagination::Pagination;
pub use select::Select;
pub use table::{Cell, Column, RenderedTable, Table, row};
pub use tags::{Colour, RagTag, StageTag, Tag};
pub use text::TextInput;
pub use textarea::Textarea;
pub use withdraw::WithdrawForm;
