//! Lists that are read a page at a time.

use crate::Result;

/// A page of a list.
pub(crate) struct Paged<T> {
    /// What stands on the page.
    pub lines: Vec<T>,
    /// How many there are on all pages.
    pub total: u64,
    /// The page, from 1.
    pub page: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
}

/// The page that was asked for, of `size` lines, or the last where it is after that. `read` gives the lines of a page, and how many there are
/// on all pages.
pub(crate) async fn paged<T, F>(page: u64, size: u64, read: impl Fn(u64) -> F) -> Result<Paged<T>>
where
    F: Future<Output = store::Result<(Vec<T>, u64)>>,
{
    let mut page = page.max(1);
    let (mut lines, total) = read(page).await?;
    let pages = total.div_ceil(size).max(1);
    if page > pages {
        page = pages;
        lines = read(page).await?.0;
    }
    Ok(Paged { lines, total, page, pages })
}
