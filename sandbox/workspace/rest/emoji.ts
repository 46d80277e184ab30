import { Router } from 'express';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { emojiPicture, questionMark, saveEmojiPicture } from '../functions/emoji-pictures';
import { randomId } from '../functions/random-id';
import { maximumFileSize } from '../functions/uploads';
import type { Avatar } from '../functions/user-avatar';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints } from './endpoints';
import { page, pagination } from './pagination';
import { authenticated, handled, userOf } from './server';
import { uploadedForm } from './uploaded-form';
import { assertPermission } from './users';

/** When the picture was last changed that Rocket.Chat shows for an emoji that is gone, as it says. */
const QUESTION_MARK_LAST_MODIFIED = 'Thu, 01 Jan 2015 00:00:00 GMT';

/**
 * `emoji-custom.*` (`apps/meteor/server/api/v1/emoji-custom.ts`, `server/lib/emoji-custom/insertOrUpdateEmoji.ts`) and the
 * pictures at `/emoji-custom/…` (`app/emoji-custom/server/startup/emoji-custom.ts`), which are kept as they are.
 */
export function emojiRoutes(server: Server): Router {
	const { customEmoji } = collections(server);
	const router = Router();
	router.get('/emoji-custom/:file', (request, response) => {
		const { file } = request.params;
		const [name = ''] = file.split('.');
		const emoji = customEmoji.findOne({ name });
		const picture =
			emoji && file === `${emoji.name}.${emoji.extension}`
				? emojiPicture(server, emoji._id)
				: undefined;
		const { type, content } = picture ?? questionMark;
		response.set({
			'Content-Disposition': 'inline',
			'Content-Type': type === 'image/png' || type === 'image/svg+xml' ? type : 'image/jpeg',
			'Last-Modified': picture?.uploadedAt.toUTCString() ?? QUESTION_MARK_LAST_MODIFIED,
		});
		response.end(content);
	});
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
			addEmoji(server, fields.name ?? '', aliases, { type: file.type, content: file.bytes });
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
function addEmoji(server: Server, name: string, aliases: readonly string[], picture: Avatar): void {
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
	const extension = picture.type.split('/')[1] ?? '';
	const _id = randomId();
	saveEmojiPicture(server, _id, picture);
	customEmoji.insert({
		...{ _id, name, aliases: [...aliases], extension },
		...{ etag: randomId(6), _updatedAt: new Date() },
	});
}
