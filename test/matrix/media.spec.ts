import { expect } from 'chai';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { MxcUri, UserId } from '../../src/matrix/ids';
import { Media } from '../../src/matrix/media';
import type { MediaRequest } from '../../src/matrix/media-transport';

const alice = '@rc_alice:example.org' as UserId;
const mxc = 'mxc://example.org/abc' as MxcUri;
const unrecognized = new HomeserverError('M_UNRECOGNIZED', 404, 'x');

/** A homeserver that gives these answers in turn; a string is the type of a file. */
function answering(...answers: (object | string | Error)[]) {
	const asked: [method: string, path: string, options: MediaRequest][] = [];
	let now = 0;
	const media = new Media(
		async (method, path, options) => {
			asked.push([method, path, options]);
			const answer = answers.shift() ?? new Error('one request too many');
			if (answer instanceof Error) {
				throw answer;
			}
			return typeof answer === 'string'
				? { bytes: Buffer.from('bytes'), headers: new Headers({ 'content-type': answer }) }
				: { bytes: Buffer.from(JSON.stringify(answer)), headers: new Headers() };
		},
		() => now,
	);
	return {
		media,
		asked,
		paths: () => asked.map(([method, path]) => `${method} ${path}`),
		pass: (milliseconds: number) => (now += milliseconds),
	};
}

const errcodeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'none',
		(error: unknown) => (error as HomeserverError).errcode,
	);

const file = { bytes: new Uint8Array(1_000_000), type: 'image/png', name: 'a.png' };

describe('an upload', () => {
	it('is sent as the ghost with type and name, and has time for its size', async () => {
		const { media, asked } = answering({ content_uri: mxc });
		expect(await media.upload(alice, file)).to.equal(mxc);
		expect(asked).to.deep.equal([
			[
				'POST',
				'/_matrix/media/v3/upload',
				{
					query: { user_id: alice, filename: 'a.png' },
					body: { bytes: file.bytes, type: 'image/png' },
					atMost: 100_000,
					timeout: 27_000,
				},
			],
		]);
	});

	it('fails if the answer has no address', async () => {
		for (const answer of [{}, { content_uri: 'mxc://example.org/../x' }]) {
			expect(await errcodeOf(answering(answer).media.upload(alice, file))).to.equal('NOT_MATRIX');
		}
	});
});

describe('a download', () => {
	it('asks the authenticated endpoint and returns the type without its parameters', async () => {
		const { media, paths } = answering('Text/HTML; charset=utf-8');
		expect(await media.download(mxc, 10)).to.deep.equal({
			bytes: Buffer.from('bytes'),
			type: 'text/html',
		});
		expect(paths()).to.deep.equal(['GET /_matrix/client/v1/media/download/example.org/abc']);
	});

	it('calls a file without a type a file of bytes', async () => {
		expect(await answering({}).media.download(mxc, 10)).to.include({ type: 'application/octet-stream' });
	});

	it('asks the older endpoint where the newer one is missing, and keeps to it', async () => {
		const { media, paths } = answering(unrecognized, 'image/png', 'image/png');
		await media.download(mxc, 10);
		await media.download(mxc, 10);
		expect(paths()).to.deep.equal([
			'GET /_matrix/client/v1/media/download/example.org/abc',
			'GET /_matrix/media/v3/download/example.org/abc',
			'GET /_matrix/media/v3/download/example.org/abc',
		]);
	});

	it('does not ask the older endpoint for a file that is not there', async () => {
		const { media, paths } = answering(new HomeserverError('M_NOT_FOUND', 404, 'x'));
		expect(await errcodeOf(media.download(mxc, 10))).to.equal('M_NOT_FOUND');
		expect(paths()).to.have.length(1);
	});

	it('does not ask the older endpoint once the newer one has answered', async () => {
		const { media, paths } = answering('image/png', unrecognized);
		await media.download(mxc, 10);
		expect(await errcodeOf(media.download(mxc, 10))).to.equal('M_UNRECOGNIZED');
		expect(paths()).to.have.length(2);
	});
});

describe('the limit of the homeserver', () => {
	it('is asked once in ten minutes', async () => {
		const { media, asked, pass } = answering({ 'm.upload.size': 50 }, { 'm.upload.size': 60 });
		expect([await media.limit(), await media.limit(), asked.length]).to.deep.equal([50, 50, 1]);
		pass(600_000);
		expect(await media.limit()).to.equal(60);
	});

	it('is asked again after an upload that was too large', async () => {
		const tooLarge = new HomeserverError('M_TOO_LARGE', 413, 'x');
		const { media } = answering({ 'm.upload.size': 50 }, tooLarge, { 'm.upload.size': 40 });
		await media.limit();
		expect(await errcodeOf(media.upload(alice, file))).to.equal('M_TOO_LARGE');
		expect(await media.limit()).to.equal(40);
	});

	it('is the reason, too, if a proxy refuses an upload with a page of its own', async () => {
		const { media } = answering(new HomeserverError('NOT_MATRIX', 413, 'x'));
		expect(await errcodeOf(media.upload(alice, file))).to.equal('M_TOO_LARGE');
	});

	it('is asked again after a failure', async () => {
		const { media } = answering(new HomeserverError('TIMED_OUT', undefined, 'x'), { 'm.upload.size': 5 });
		expect(await errcodeOf(media.limit())).to.equal('TIMED_OUT');
		expect(await media.limit()).to.equal(5);
	});

	it('is unknown if the homeserver does not say a number', async () => {
		for (const answer of [{}, { 'm.upload.size': '5' }, { 'm.upload.size': -1 }]) {
			expect(await answering(answer).media.limit()).to.equal(undefined);
		}
	});

	it('is read at the older endpoint where the newer one is missing', async () => {
		const { media, paths } = answering(unrecognized, { 'm.upload.size': 5 });
		expect(await media.limit()).to.equal(5);
		expect(paths()).to.deep.equal([
			'GET /_matrix/client/v1/media/config',
			'GET /_matrix/media/v3/config',
		]);
	});
});

describe('deleting a file', () => {
	it('tells whether the homeserver lets us', async () => {
		const { media, paths } = answering(
			{},
			new HomeserverError('M_NOT_FOUND', 404, 'gone'),
			new HomeserverError('M_FORBIDDEN', 403, 'no admin'),
			unrecognized,
		);
		expect([
			await media.delete(mxc),
			await media.delete(mxc),
			await media.delete(mxc),
			await media.delete(mxc),
		]).to.deep.equal([true, true, false, false]);
		expect(paths()[0]).to.equal('DELETE /_synapse/admin/v1/media/example.org/abc');
	});

	it('throws if the homeserver is away', async () => {
		const { media } = answering(new HomeserverError('TIMED_OUT', undefined, 'x'));
		expect(await errcodeOf(media.delete(mxc))).to.equal('TIMED_OUT');
	});
});
