using System.Text;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Registry.Editing;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// One sewage plant with a totaliser at its outlet and a flow meter without one at its inlet, in a zone eight hours
/// ahead; and edits of it.
/// </summary>
internal sealed class SmallCity : IRegistrySource
{
    private string _text = """
        {
          "city": { "name": { "en": "Town", "zh": "镇" }, "time_zone": "Asia/Shanghai", "day_start": "00:00" },
          "districts": [
            { "id": "east", "name": { "en": "East", "zh": "东" },
              "responsible_unit": { "en": "East Office", "zh": "东办" } },
          ],
          "plants": [
            {
              "id": "p", "kind": "sewage", "name": { "en": "Plant", "zh": "厂" }, "district": "east",
              "location": { "lat": 30.0, "lon": 122.0 },
              "capacity": [ { "from": "2009-01-01", "state": "in_service", "design_m3d": 2400 } ],
              "meters": [
                { "id": "out", "role": "effluent", "name": { "en": "Outlet", "zh": "出水" }, "treated": true,
                  "full_scale_m3h": 1000, "modulus_m3": 10000, "interval": "10m" },
                { "id": "in", "role": "influent", "name": { "en": "Inlet", "zh": "进水" },
                  "full_scale_m3h": 1000, "totaliser": false, "interval": "10m" },
              ],
            },
          ],
          "indicators": [
            {
              "id": "rate", "kind": "sewage_treatment_rate", "name": { "en": "Rate", "zh": "率" },
              "targets": [ { "rate": 0.65, "edition": "2009", "from": "2009-01-01" } ],
              "denominators": [
                { "id": "declared", "basis": "declared", "official": true, "from": "2009-01-01", "value_m3d": 4000,
                  "source": "a speech" },
              ],
            },
          ],
        }
        """;

    public SmallCity() => Current = Parse();

    public CityRegistry Current { get; private set; }

    public void Edit(string before, string after)
    {
        Assert.Contains(before, _text, StringComparison.Ordinal);
        _text = _text.Replace(before, after, StringComparison.Ordinal);
        Current = Parse();
    }

    /// <summary>As <see cref="PlaceVerdict"/> makes the file when somebody moves a place on the map.</summary>
    public void Draw(PlaceDraft draft)
    {
        var verdict = PlaceVerdict.Judge(Encoding.UTF8.GetBytes(_text), draft.Key, draft, Current.Version);
        Assert.Equal(PlaceOutcome.Changed, verdict.Outcome);
        _text = Encoding.UTF8.GetString(verdict.Edit!.File.Span);
        Current = Parse();
    }

    private CityRegistry Parse()
    {
        var result = RegistryFile.Parse(Encoding.UTF8.GetBytes(_text));
        Assert.True(result.IsValid, string.Join("; ", result.Errors));
        return result.Registry;
    }
}
