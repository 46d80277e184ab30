import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';
import type { ParsedList } from '../matrix/server-list';
import { settingOf, type SettingId } from '../settings';

/** The most bad lines of a list that the report shows, and the most characters of each. */
const MAX_LISTED = 5;
const MAX_SHOWN = 60;

/** @returns lines for administrators about the lists of servers: what they say, and what is wrong with them */
export async function serverListReport(app: AppContext, text: Texts): Promise<string[]> {
	const { configuration } = await app.settingsState();
	if (!configuration) {
		return [];
	}
	const { servers } = await app.requireBridge();
	const { allowed, blocked, wouldBlockOwn } = servers;
	const counts = { allowed: allowed.entries.length, blocked: blocked.entries.length };
	const isLimited = counts.allowed + allowed.badLines.length > 0;
	const summary = isLimited ? 'status_servers_limited' : 'status_servers_blocked';
	return [
		...(servers.signature === '' ? [] : [text(summary, counts)]),
		...badLineReport('allowed_servers', allowed, text),
		...badLineReport('blocked_servers', blocked, text),
		...(isLimited && counts.allowed === 0 ? [`❌ ${text('status_servers_none')}`] : []),
		...(wouldBlockOwn ? [`⚠️ ${text('status_servers_own', { domain: configuration.domain })}`] : []),
	];
}

function badLineReport(id: SettingId, { badLines }: ParsedList, text: Texts): string[] {
	const setting = text(settingOf(id).label);
	return badLines.slice(0, MAX_LISTED).map(({ line, text: typed }) => {
		const shown = typed.slice(0, MAX_SHOWN);
		return `❌ ${text('status_servers_bad_line', { setting, line, typed: shown })}`;
	});
}
