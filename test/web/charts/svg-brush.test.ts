import { describe, expect, it } from 'vitest';
import { createSvgBrush } from '#web/charts/svg-brush.ts';

describe('the SVG brush', () => {
  it('draws what a canvas would show', () => {
    const brush = createSvgBrush();

    brush.fillStyle = '#112233';
    brush.globalAlpha = 0.5;
    brush.fillRect(10, 20, 5, -8);
    brush.globalAlpha = 1;
    brush.strokeStyle = '#445566';
    brush.lineWidth = 2;
    brush.setLineDash([4, 2]);
    brush.beginPath();
    brush.moveTo(0, 0);
    brush.lineTo(1.234_56, 2);
    brush.stroke();
    brush.beginPath();
    brush.arc(5, 5, 2, 0, 2 * Math.PI);
    brush.fill();

    expect(brush.elements()).toBe(
      '<rect x="10" y="12" width="5" height="8" fill="#112233" opacity="0.5"/>' +
        '<path d="M0 0L1.23 2" opacity="1" fill="none" stroke="#445566" stroke-width="2" stroke-linejoin="miter" stroke-dasharray="4 2"/>' +
        '<path d="M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0" opacity="1" fill="#112233"/>',
    );
  });
});
