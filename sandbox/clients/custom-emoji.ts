import type { WorkspacePerson } from './workspace-client';

interface CustomEmoji {
	readonly name: string;
	readonly aliases?: readonly string[];
	readonly extension: string;
	readonly etag?: string;
}

/**
 * `emoji-custom.list`.
 * @returns a function that finds the path of a picture by the emoji's name or an alias; undefined if there is none
 */
export async function customEmoji({ rest }: WorkspacePerson): Promise<(name: string) => string | undefined> {
	const { emojis } = await rest.get<{ emojis: { update: CustomEmoji[] } }>('/api/v1/emoji-custom.list');
	const paths = new Map(
		emojis.update.flatMap(({ name, aliases = [], extension, etag }) => {
			const path = `/emoji-custom/${encodeURIComponent(name)}.${extension}${etag ? `?etag=${etag}` : ''}`;
			return [name, ...aliases].map((each): [string, string] => [each, path]);
		}),
	);
	return (name) => paths.get(name);
}
