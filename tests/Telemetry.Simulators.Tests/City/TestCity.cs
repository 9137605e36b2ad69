using System.Collections.Frozen;
using System.Text;
using Telemetry.Domain.Registry;
using Telemetry.Rig;
using Telemetry.Simulators.City;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Tests.City;

/// <summary>The reference city, and what the tests ask of it.</summary>
internal static class TestCity
{
    public static CityRegistry Reference { get; } = Read();

    public static CitySimulation CreateSut(Action<CitySimulationOptions>? change = null, TimeProvider? time = null)
    {
        var options = new CitySimulationOptions();
        change?.Invoke(options);
        return new CitySimulation(Reference, options, time ?? TimeProvider.System);
    }

    /// <summary>The reference city, with every totaliser wrapping at so many m³.</summary>
    public static CityRegistry WithModulus(double modulus) => Reference with
    {
        Plants = Reference.Plants.ToFrozenDictionary(
            static pair => pair.Key,
            pair => pair.Value with
            {
                Meters = pair.Value.Meters.ToFrozenDictionary(
                    static meter => meter.Key, meter => meter.Value with { ModulusM3 = modulus }),
            }),
    };

    public static long Ms(string instant) =>
        DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    /// <summary>Everything that a window holds, one line a message.</summary>
    public static IReadOnlyList<string> Lines(this IDeviceSource source, long from, long until, Cadence cadence) =>
        [.. source.Between(from, until, cadence).Select(Line)];

    public static string Line(DeviceMessage message) =>
        $"{message.Topic} {Encoding.UTF8.GetString(message.Json.Span)}";

    private static CityRegistry Read()
    {
        var file = Repository.File("ingest", "Telemetry.Host", "cities", "zhoushan-2009.json");
        var parsed = RegistryFile.Parse(File.ReadAllBytes(file));
        return parsed.Registry ?? throw new InvalidOperationException(string.Join('\n', parsed.Errors));
    }
}
