import type { KnownPeople } from './known-people';
import type { Style } from './styled-run';
import type { TextBuilder } from './text-builder';

/** What a writer of an element needs besides the element. */
export interface ElementContext {
	/** The message that the element is added to. */
	readonly builder: TextBuilder;
	readonly people: KnownPeople;
	/** The style that the elements around it give to its text. */
	readonly style: Style;
}
