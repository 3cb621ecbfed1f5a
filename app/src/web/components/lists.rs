//! Task lists and summary lists.

use leptos::prelude::*;

use super::tags::{Colour, Tag};

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskStatus {
    /// Something else comes first; shown in grey, without a link.
    CannotStart,
    /// Nothing was done yet.
    NotStarted,
    /// Begun.
    InProgress,
    /// Done, in plain text: nothing asks for attention.
    Completed,
}

/// A line of a task list.
#[derive(Clone, Debug)]
pub struct Task {
    /// What is to be done.
    pub name: String,
    /// More about it.
    pub hint: Option<String>,
    /// Where it is done; not followed while it cannot start.
    pub href: Option<String>,
    /// Where it stands.
    pub status: TaskStatus,
}

/// Tasks, each with its status.
#[component]
pub fn TaskList(
    /// Begins the ids of the lines, so that a page can have several lists.
    #[prop(into)]
    id: String,
    /// The lines.
    tasks: Vec<Task>,
) -> impl IntoView {
    let items = tasks.into_iter().enumerate().map(|(index, task)| task_view(&format!("{id}-{}", index + 1), task));
    view! { <ul class="nhsuk-task-list">{items.collect_view()}</ul> }
}

fn task_view(id: &str, task: Task) -> impl IntoView + use<> {
    let (hint_id, status_id) = (format!("{id}-hint"), format!("{id}-status"));
    let href = task.href.filter(|_| task.status != TaskStatus::CannotStart);
    let class = if href.is_some() { "nhsuk-task-list__item nhsuk-task-list__item--with-link" } else { "nhsuk-task-list__item" };
    let described = if task.hint.is_some() { format!("{hint_id} {status_id}") } else { status_id.clone() };
    let name = match href {
        Some(href) => view! { <a class="nhsuk-task-list__link nhsuk-link" href=href aria-describedby=described>{task.name}</a> }.into_any(),
        None => view! { <div>{task.name}</div> }.into_any(),
    };
    view! {
        <li class=class>
            <div class="nhsuk-task-list__name-and-hint">
                {name}
                {task.hint.map(|hint| view! { <div class="nhsuk-task-list__hint" id=hint_id>{hint}</div> })}
            </div>
            <div class="nhsuk-task-list__status" id=status_id>{status_view(task.status)}</div>
        </li>
    }
}

fn status_view(status: TaskStatus) -> AnyView {
    const PLAIN: &str = "nhsuk-tag nhsuk-tag--no-colour nhsuk-tag--no-border nhsuk-u-font-weight-normal";
    match status {
        TaskStatus::Completed => view! { <strong class=PLAIN>"Completed"</strong> }.into_any(),
        TaskStatus::CannotStart => {
            view! { <strong class=format!("{PLAIN} nhsuk-u-secondary-text-colour")>"Cannot start yet"</strong> }.into_any()
        }
        TaskStatus::InProgress => view! { <Tag colour=Colour::White text="In progress" /> }.into_any(),
        TaskStatus::NotStarted => view! { <Tag colour=Colour::Blue text="Not yet started" /> }.into_any(),
    }
}

/// A line of a summary list.
pub struct Row {
    key: String,
    value: AnyView,
    action: Option<(String, String)>,
}

impl Row {
    /// What something is called, and what it is.
    pub fn new(key: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { key: key.into(), value: value.into_any(), action: None }
    }

    /// With a link to where it is changed: the word, e.g. "Change"; the key is added for people who do not see the line.
    #[must_use]
    pub fn action(mut self, href: impl Into<String>, word: impl Into<String>) -> Self {
        self.action = Some((href.into(), word.into()));
        self
    }

    /// A line with what somebody wrote; none where nothing was written, or the reader is not shown it.
    pub fn if_any(key: &'static str, text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::new(key, view! { <span class="app-multiline">{text.to_owned()}</span> }))
    }
}

/// Facts with their names.
#[component]
pub fn SummaryList(
    /// The lines.
    rows: Vec<Row>,
) -> impl IntoView {
    let any_action = rows.iter().any(|row| row.action.is_some());
    let rows = rows.into_iter().map(|row| {
        let hidden = format!(" {}", row.key.to_lowercase());
        let class = match row.action {
            None if any_action => "nhsuk-summary-list__row nhsuk-summary-list__row--no-actions",
            _ => "nhsuk-summary-list__row",
        };
        let action = row.action.map(|(href, word)| {
            view! {
                <dd class="nhsuk-summary-list__actions">
                    <a class="nhsuk-link" href=href>{word}<span class="nhsuk-u-visually-hidden">{hidden}</span></a>
                </dd>
            }
        });
        view! {
            <div class=class>
                <dt class="nhsuk-summary-list__key">{row.key}</dt>
                <dd class="nhsuk-summary-list__value">{row.value}</dd>
                {action}
            </div>
        }
    });
    view! { <dl class="nhsuk-summary-list">{rows.collect_view()}</dl> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_start_has_no_link() {
        let task = |status| Task { name: "Book".into(), hint: None, href: Some("/slots".into()), status };
        let html = view! { <TaskList id="t" tasks=vec![task(TaskStatus::CannotStart), task(TaskStatus::NotStarted)] /> }.to_html();
        assert_eq!(html.matches("href=").count(), 1, "{html}");
        assert!(html.contains("aria-describedby=\"t-2-status\"") && html.contains("id=\"t-2-status\""), "{html}");
    }
}
