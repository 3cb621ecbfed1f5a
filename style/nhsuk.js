// The NHS components that the pages use; esbuild leaves the others out.
export {
  initButtons,
  initCharacterCounts,
  initCheckboxes,
  initErrorSummary,
  initHeader,
  initNotificationBanners,
  initRadios,
  initSkipLinks,
} from "nhsuk-frontend";
