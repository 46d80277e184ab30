import { Router } from 'express';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { randomId } from '../functions/random-id';
import { maximumFileSize } from '../functions/uploads';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints } from './endpoints';
import { page, pagination } from './pagination';
import { authenticated, handled, userOf } from './server';
import { uploadedForm } from './uploaded-form';
import { assertPermission } from './users';

/**
 * `emoji-custom.*` (`apps/meteor/server/api/v1/emoji-custom.ts`, `server/lib/emoji-custom/insertOrUpdateEmoji.ts`). The
 * pictures are not stored: the sandbox shows none.
 */
export function emojiRoutes(server: Server): Router {
	const { customEmoji } = collections(server);
	const router = Router();
	router.post(
		'/api/v1/emoji-custom.create',
		authenticated(server),
		handled(async (request) => {
			assertPermission(server, userOf(request), 'manage-emoji');
			const { fields, file } = await uploadedForm(request, 'emoji', maximumFileSize(server));
			if (!file) {
				throw failure('The required "emoji" file was not provided');
			}
			const aliases = (fields.aliases ?? '').split(',').filter((alias) => alias !== '');
			addEmoji(server, fields.name ?? '', aliases, file.name);
			return {};
		}),
	);
	router.use(
		new Endpoints(server)
			.get('emoji-custom.list', () => ({ emojis: { update: customEmoji.find({}), remove: [] } }))
			.get('emoji-custom.all', ({ request }) => {
				const { items, ...numbers } = page(
					customEmoji.find({}, { sort: { name: 1 } }),
					pagination(server, request),
				);
				return { emojis: items, ...numbers };
			})
			.post('emoji-custom.delete', ({ user, params }) => {
				assertPermission(server, user, 'manage-emoji');
				if (!customEmoji.remove(params.requiredText('emojiId'))) {
					throw new MeteorError('Custom_Emoji_Error_Invalid_Emoji', 'Invalid emoji');
				}
			}).router,
	);
	return router;
}

/** @throws {MeteorError} `error-input-is-not-a-valid-field`, `Custom_Emoji_Error_Name_Or_Alias_Already_In_Use` */
function addEmoji(server: Server, name: string, aliases: readonly string[], fileName: string): void {
	const { customEmoji } = collections(server);
	if ([name, ...aliases].some((each) => !/^[\w-]+$/.test(each))) {
		throw new MeteorError('error-input-is-not-a-valid-field', 'The name is not valid');
	}
	const isTaken = (each: string): boolean =>
		customEmoji.find({}).some((known) => known.name === each || known.aliases.includes(each));
	if ([name, ...aliases].some(isTaken)) {
		throw new MeteorError(
			'Custom_Emoji_Error_Name_Or_Alias_Already_In_Use',
			'The custom emoji or one of its aliases is already in use',
		);
	}
	const extension = fileName.split('.').at(-1) ?? '';
	customEmoji.insert({ _id: randomId(), name, aliases: [...aliases], extension, _updatedAt: new Date() });
}
