namespace Telemetry.Domain.Tests.Registry;

/// <summary>The files the host ships, as they lie beside the tests.</summary>
internal static class CityFiles
{
    public static byte[] ReferenceCity() => Read("zhoushan-2009.json");

    public static byte[] Schema() => Read("registry.schema.json");

    private static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cities", name));
}
