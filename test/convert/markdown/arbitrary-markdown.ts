import fc from 'fast-check';
import { hostileMessages } from '../../corpus/hostile';
import { markupTokens } from '../escape/markup-tokens';

/** Text that is mostly broken markdown. */
export const markdownSoup: fc.Arbitrary<string> = fc
	.array(
		fc.oneof(
			{ weight: 12, arbitrary: fc.constantFrom(...markupTokens) },
			{ weight: 3, arbitrary: fc.constantFrom(...hostileMessages) },
			{ weight: 1, arbitrary: fc.constantFrom(...hostileMessages.map((piece) => piece.repeat(60))) },
			{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
		),
		{ minLength: 1, maxLength: 12 },
	)
	.map((parts) => parts.join(''));
