import { expect } from 'chai';
import type { MxcUri } from '../../src/matrix/ids';
import { MediaCache } from '../../src/matrix/media-cache';

const MB = 1_048_576;
const file = (bytes: number) => ({ bytes: new Uint8Array(bytes), type: 'image/png' });
const mxc = (id: string) => `mxc://example.org/${id}` as MxcUri;

describe('kept files', () => {
	let downloads: string[];
	const getting = (cache: MediaCache, id: string, bytes: number) =>
		cache.get(mxc(id), async () => {
			downloads.push(id);
			return file(bytes);
		});

	beforeEach(() => (downloads = []));

	it('are downloaded once, also by requests at the same time', async () => {
		const cache = new MediaCache();
		await Promise.all([getting(cache, 'a', 10), getting(cache, 'a', 10)]);
		await getting(cache, 'a', 10);
		expect(downloads).to.deep.equal(['a']);
	});

	it('are dropped if there are too many bytes, the oldest first', async () => {
		const cache = new MediaCache();
		for (const id of ['a', 'b', 'c', 'd', 'e']) {
			await getting(cache, id, 4 * MB);
		}
		await getting(cache, 'e', 4 * MB);
		await getting(cache, 'a', 4 * MB);
		expect(downloads).to.deep.equal(['a', 'b', 'c', 'd', 'e', 'a']);
	});

	it('are not kept if they are large', async () => {
		const cache = new MediaCache();
		await getting(cache, 'a', 5 * MB);
		await getting(cache, 'a', 5 * MB);
		expect(downloads).to.deep.equal(['a', 'a']);
	});

	it('are downloaded again after a failure', async () => {
		const cache = new MediaCache();
		const failed = await cache
			.get(mxc('a'), () => Promise.reject(new Error('no')))
			.catch((error: unknown) => String(error));
		expect(failed).to.equal('Error: no');
		await getting(cache, 'a', 10);
		expect(downloads).to.deep.equal(['a']);
	});
});
