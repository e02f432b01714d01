/** What stands beside the picture: the trace, and the details of what is selected. */
export class SidePanel {
  /** The reader closed the details and has not asked for them since. */
  private closed = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly trace: HTMLElement,
    private readonly details: HTMLElement,
    private readonly resized: () => void,
  ) {
    element.append(trace, details);
    details.hidden = true;
    this.update();
  }

  get detailsClosed(): boolean {
    return this.closed;
  }

  /** Asked for by name, or shown along with a selection unless the reader has closed it. */
  openDetails(isAskedFor: boolean): void {
    if (this.closed && !isAskedFor) return;
    this.closed = false;
    this.details.hidden = false;
    this.update();
  }

  closeDetails(isAskedFor: boolean): void {
    if (isAskedFor) this.closed = true;
    this.details.hidden = true;
    this.update();
  }

  get showsDetails(): boolean {
    return !this.details.hidden;
  }

  update(): void {
    const hidden = this.trace.hidden && this.details.hidden;
    if (hidden === this.element.hidden) return;
    this.element.hidden = hidden;
    this.resized();
  }
}
