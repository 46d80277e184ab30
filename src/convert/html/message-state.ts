import { MarkupBudget } from './markup-budget';

/** Facts about the part of a message that is written already. The rest depends on them. */
export interface MessageState {
	/**
	 * Whether the text holds a `[`. Rocket.Chat would begin the label of the next `[label](address)` there, even if
	 * lines lie between, so links after it are written in another form.
	 */
	hasBracket: boolean;
	readonly budget: MarkupBudget;
}

/** @returns the state of a message of which nothing is written */
export function emptyMessageState(): MessageState {
	return { hasBracket: false, budget: new MarkupBudget() };
}
