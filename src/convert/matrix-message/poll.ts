import { Page } from '../html/page';
import { BOLD, plain } from '../html/run';
import { extensibleText } from './extensible-text';

/** More answers are no valid poll: Client-Server API, "m.poll.start". */
const MAX_ANSWERS = 20;

/**
 * `m.poll.start`: the question and its numbered answers. Client-Server API, "Polls"; MSC3381 for the unstable form.
 * @returns undefined where there is no question and no fallback text
 */
export function pollText(content: Readonly<Record<string, unknown>>): string | undefined {
	const poll = content['m.poll'] ?? content['org.matrix.msc3381.poll.start'] ?? content['m.poll.start'];
	const { question, answers } = (poll ?? {}) as { question?: unknown; answers?: unknown };
	const page = new Page();
	page.text(extensibleText(question) || extensibleText(content), { emphasis: BOLD });
	page.list(() => {
		const shown = Array.isArray(answers) ? answers.slice(0, MAX_ANSWERS) : [];
		shown.forEach((answer, index) => {
			page.item(`${index + 1}. `, () => page.text(extensibleText(answer), plain));
		});
	});
	return page.finish() || undefined;
}
