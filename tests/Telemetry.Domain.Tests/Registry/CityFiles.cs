using System.Text;

namespace Telemetry.Domain.Tests.Registry;

/// <summary>The files the host ships and the page about them, as they lie beside the tests.</summary>
internal static class CityFiles
{
    public static byte[] ReferenceCity() => Read("cities", "zhoushan-2009.json");

    public static byte[] Schema() => Read("cities", "registry.schema.json");

    public static string Page() => Encoding.UTF8.GetString(Read("docs", "registry.md"));

    private static byte[] Read(string folder, string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, folder, name));
}
