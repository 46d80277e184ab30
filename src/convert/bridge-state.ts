/** What the state event about a bridge says. */
interface BridgedRoom {
	readonly botId: string;
	/** Who has bridged the room. */
	readonly creatorId: string;
	/** The address of the workspace. */
	readonly siteUrl: string;
	readonly roomId: string;
	/** The display name. */
	readonly name: string;
	/** The path of the room in the workspace, such as `channel/general`. */
	readonly path: string;
}

/** The type of the event, and the one that clients used before the proposal had a name. */
export const bridgeStateTypes = ['m.bridge', 'uk.half-shot.bridge'] as const;

/** @returns the state events that tell people on Matrix what a room is bridged to. MSC2346, "Bridge information state event" */
export function bridgeState({ botId, creatorId, siteUrl, roomId, name, path }: BridgedRoom) {
	const host = hostOf(siteUrl);
	const content = {
		bridgebot: botId,
		creator: creatorId,
		protocol: { id: 'rocketchat', displayname: 'Rocket.Chat', external_url: 'https://rocket.chat' },
		network: { id: host, displayname: host, external_url: siteUrl },
		channel: { id: roomId, displayname: name, external_url: `${siteUrl}/${path}` },
	};
	const state_key = `chat.rocket.federation://rocketchat/${host}/${roomId}`;
	return bridgeStateTypes.map((type) => ({ type, state_key, content }));
}

function hostOf(siteUrl: string): string {
	return URL.canParse(siteUrl) ? new URL(siteUrl).host : siteUrl;
}
