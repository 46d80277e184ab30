import { expect } from 'chai';
import { historyTime, historyTimeIn } from '../../src/convert/history-time';
import { plainText } from '../../src/convert/html/plain-text';

describe('the time in front of a message from before the join', () => {
	it('is found in the text as it was written', () => {
		expect(historyTime(1_700_000_000_999)).to.equal('<t:1700000000:f> ');
		expect(historyTimeIn(`${historyTime(1_700_000_000_999)}hello`)).to.equal('<t:1700000000:f> ');
		expect(historyTimeIn('<t:1700000000:f>')).to.equal('<t:1700000000:f> '); // in front of a file without a caption
	});

	it('is not found elsewhere', () => {
		for (const text of [
			'',
			'hello',
			'at <t:1700000000:f> hello',
			plainText('<t:1700000000:f> hello', 1_000),
		]) {
			expect(historyTimeIn(text)).to.equal('');
		}
	});
});
