import type { AppContext } from '../app-context';
import { failureOf } from '../failure';
import type { Texts } from '../i18n';

/** The role whose members Rocket.Chat lets change every room that they see. */
const ADMIN = 'admin';

/**
 * Tries the personal access token for the workspace's REST API. Without a token the app does less, which is no failure.
 * @returns one line: whether the token works, or what to do
 */
export async function restReport({ rest }: Pick<AppContext, 'rest'>, text: Texts): Promise<string> {
	if (!(await rest.isEntered())) {
		return `➖ ${text('status_rest_missing')}`;
	}
	try {
		const { username = '', roles = [] } = await rest.get('/v1/me');
		return roles.includes(ADMIN)
			? `✅ ${text('status_rest_works', { user: username })}`
			: `❌ ${text('status_rest_powerless', { user: username })}`;
	} catch (error) {
		const failure = failureOf(error);
		return `❌ ${text(failure.text, failure.parameters)}`;
	}
}
