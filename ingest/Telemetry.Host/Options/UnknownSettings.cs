using System.Reflection;

namespace Telemetry.Host.Options;

/// <summary>Finds settings that no option answers to: a mistyped name must not silently mean the default.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> Find(IConfigurationSection section, Type options)
    {
        var properties = options.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                yield return $"{child.Path} is no option: one of {string.Join(", ", properties.Where(p => p.CanWrite || IsList(p.PropertyType)).Select(p => p.Name))}";
            }
            else if (property.PropertyType is { IsClass: true } type && type != typeof(string) && !IsList(type))
            {
                foreach (var problem in Find(child, type)) yield return problem;
            }
        }
    }

    private static bool IsList(Type type) => type.IsArray || (type.IsGenericType && type != typeof(string));
}
