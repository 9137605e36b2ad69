import Feature from 'ol/Feature.js';
import LineString from 'ol/geom/LineString.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import RegularShape from 'ol/style/RegularShape.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import type { Projection } from '../project.js';
import type { MapTrack } from '../types.js';
import { TRACK_LOOKS, type Colours } from './colours.js';

/** Ways that were driven: a gap stays a gap, for its parts are lines of their own. */
export class TrackLayer {
  readonly layer: VectorLayer;
  private readonly source = new VectorSource();

  constructor(private readonly projection: Projection, private colours: Colours) {
    const style = (feature: unknown) => this.styleOf(feature as Feature);
    this.layer = new VectorLayer({ source: this.source, zIndex: 40, style });
  }

  show(tracks: readonly MapTrack[]): void {
    this.source.clear(true);
    const features: Feature[] = [];
    for (const track of tracks) {
      for (const part of track.parts) {
        if (part.length < 2) continue;
        features.push(new Feature({
          geometry: new LineString(part.map(([lon, lat]) => this.projection.to(lon, lat))), look: track.look,
        }));
      }
      for (const stop of track.stops ?? []) {
        features.push(new Feature({
          geometry: new Point(this.projection.to(stop.at[0], stop.at[1])), look: track.look, label: stop.label,
        }));
      }
    }
    this.source.addFeatures(features);
  }

  restyle(colours: Colours): void {
    this.colours = colours;
    this.layer.changed();
  }

  private styleOf(feature: Feature): Style[] {
    const look = TRACK_LOOKS[(feature.get('look') as number) % TRACK_LOOKS.length]!;
    const colour = look.colour(this.colours);
    if (feature.getGeometry() instanceof Point) return [this.stopStyle(feature.get('label') as string, colour)];
    return [
      new Style({ stroke: new Stroke({ color: this.colours.card, width: 5 }) }),
      new Style({ stroke: new Stroke({ color: colour, width: 2.5, lineDash: [...look.dash] }) }),
    ];
  }

  private stopStyle(label: string, colour: string): Style {
    return new Style({
      image: new RegularShape({
        points: 4, angle: Math.PI / 4, radius: 10, fill: new Fill({ color: this.colours.card }),
        stroke: new Stroke({ color: colour, width: 2 }),
      }),
      text: new Text({
        text: label, font: `600 11px ${this.colours.font}`, fill: new Fill({ color: this.colours.ink }),
      }),
    });
  }
}
